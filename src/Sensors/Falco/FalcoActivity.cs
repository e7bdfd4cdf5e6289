using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// What an alert says its replica did, as a feature to compare replicas by: the program it ran, the server it spoke to
/// (the client's port is chance), the file it opened; where it says none of these, that its rule fired.
/// </summary>
internal static class FalcoActivity
{
    private const int Longest = 256;

    public static string Of(ReadOnlySpan<byte> json, ref FalcoAlert alert, string rule)
    {
        Span<byte> scratch = stackalloc byte[EventText.NameLength];
        var type = Known(json, alert.Fields[(int)FalcoField.EventType], scratch);
        if (type.StartsWith("exec"u8) || type.SequenceEqual("spawned_process"u8))
        {
            var path = alert.Fields[(int)FalcoField.ProcExePath];
            var program = Known(json, path.IsKnown ? path : alert.Fields[(int)FalcoField.ProcName], scratch);
            if (!program.IsEmpty)
                return Feature("exec|"u8, program, default);
        }

        var isFile = type.StartsWith("open"u8) || type.SequenceEqual("creat"u8);
        var name = Known(json, alert.Fields[(int)FalcoField.FdName], scratch);
        var arrow = name.IndexOf("->"u8);
        if (arrow >= 0 && !isFile)
        {
            Span<byte> protocol = stackalloc byte[16];
            return Feature("connect|"u8, name[(arrow + 2)..], Known(json, alert.Fields[(int)FalcoField.FdL4Proto], protocol));
        }

        if (name.Length > 1 && name[0] == '/')
            return Feature("file|"u8, name, default);

        return rule.Length > Longest - 5 ? $"rule|{rule.AsSpan(0, Longest - 5)}" : string.Concat("rule|", rule);
    }

    private static string Feature(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> value, ReadOnlySpan<byte> protocol)
    {
        Span<byte> whole = stackalloc byte[Longest];
        kind.CopyTo(whole);
        var room = Longest - kind.Length - (protocol.IsEmpty ? 0 : protocol.Length + 1);
        var length = Math.Min(value.Length, room);
        while (length < value.Length && length > 0 && (value[length] & 0xC0) == 0x80)
            length--;
        value[..length].CopyTo(whole[kind.Length..]);
        length += kind.Length;
        if (!protocol.IsEmpty)
        {
            whole[length++] = (byte)'/';
            protocol.CopyTo(whole[length..]);
            length += protocol.Length;
        }

        return InternedText.Of(whole[..length]);
    }

    private static ReadOnlySpan<byte> Known(ReadOnlySpan<byte> json, JsonSlice slice, Span<byte> scratch)
    {
        if (slice.Type is not (JsonTokenType.String or JsonTokenType.Number))
            return default;

        var text = EventText.Unescape(json, slice, scratch);
        return text.SequenceEqual("<NA>"u8) ? default : text;
    }
}
