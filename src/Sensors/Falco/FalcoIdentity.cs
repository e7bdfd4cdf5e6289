using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// The id of an alert. Falco gives none, so it is the hash of what Falco itself wrote: its own members, and no others,
/// because relays add some (falcosidekick's <c>uuid</c> is new at every receipt). What relays are known to rewrite
/// without changing it is spelled in one way: trailing zeros of the time, the case of the priority, escapes, the order
/// of members and tags, and an absent source, for which falcosidekick writes <c>syscalls</c>.
/// </summary>
/// <remarks>
/// The output says the fields again in words and makes up half of an alert. Where there are fields, 64 bits that are not
/// cryptographic stand for it: they tell apart what is the same in everything else, and a forger who makes two of them
/// alike still has to make two alerts with the same fields, to the nanosecond, which is the same alert.
/// </remarks>
internal static class FalcoIdentity
{
    public static SignalId Of(ReadOnlySpan<byte> json, in FalcoAlert alert, FalcoTags.TagList tags, PreciseTime? time, int priority)
    {
        var buffer = CanonicalBuffer.Begin("falco/1"u8);
        if (time is { } known)
            buffer.Time(known);
        else
            buffer.Part(json, alert.Time);

        buffer.Part(json, alert.Rule);
        buffer.Byte((byte)(priority + 1));
        if (priority < 0)
            buffer.Part(json, alert.Priority);

        buffer.Part(json, IsSyscall(json, alert.Source) ? default : alert.Source);
        buffer.Part(json, alert.Hostname);
        buffer.Part(tags.Hash);
        buffer.Part(json, alert.OutputFields);
        if (alert.HasFields)
        {
            buffer.Hint(json, alert.Output);
            buffer.Hint(json, alert.Message);
        }
        else
        {
            buffer.Part(json, alert.Output);
            buffer.Part(json, alert.Message);
        }

        return buffer.ToId();
    }

    public static bool IsSyscall(ReadOnlySpan<byte> json, JsonSlice source)
    {
        if (!source.IsKnown)
            return true;

        var text = source.Text(json);
        return text.IsEmpty || text.SequenceEqual("syscall"u8) || text.SequenceEqual("syscalls"u8);
    }
}
