using System.Text.Json;
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
internal static class FalcoIdentity
{
    public static SignalId Of(ReadOnlySpan<byte> json, in FalcoAlert alert, MemberList members, PreciseTime? time, int priority)
    {
        var buffer = CanonicalBuffer.Begin("falco/1"u8);
        if (time is { } known)
        {
            buffer.Byte((byte)'@');
            buffer.Time(known);
        }
        else
        {
            buffer.Value(json, alert.Time);
        }

        buffer.Value(json, alert.Rule);
        buffer.Byte((byte)(priority + 1));
        if (priority < 0)
            buffer.Value(json, alert.Priority);

        if (IsSyscall(json, alert.Source))
            buffer.Byte((byte)'-');
        else
            buffer.Value(json, alert.Source);

        buffer.Value(json, alert.Hostname);
        buffer.Value(json, alert.Output);
        buffer.Value(json, alert.Message);
        FalcoTags.Write(buffer, json, alert.Tags);
        if (alert.OutputFields.Type == JsonTokenType.StartObject)
            members.Write(buffer, json, alert.OutputFields);
        else
            buffer.Value(json, alert.OutputFields);

        return buffer.ToId();
    }

    public static bool IsSyscall(ReadOnlySpan<byte> json, JsonSlice source)
    {
        if (!source.IsKnown)
            return true;

        var text = source.Of(json);
        return text.IsEmpty || text.SequenceEqual("syscall"u8) || text.SequenceEqual("syscalls"u8);
    }
}
