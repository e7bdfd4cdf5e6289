using System.Text.Json;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// What an alert says its replica did, as a feature to compare replicas by: the program it ran, the server it spoke to
/// (the client's port is chance), the file it opened; where it says none of these, that its rule fired.
/// </summary>
internal static class FalcoActivity
{
    private const int Longest = 256;
    private const int LongestProtocol = 16;
    private const int LongestPath = 1024;

    public static string Of(ReadOnlySpan<byte> json, ref FalcoAlert alert, string rule)
    {
        ref var fields = ref alert.Fields;
        var type = Known(json, fields[(int)FalcoField.EventType]);
        if (type.StartsWith("exec"u8) || type.SequenceEqual("spawned_process"u8))
        {
            var program = Known(json, fields[(int)FalcoField.ProcExePath]);
            program = program.IsEmpty ? Known(json, fields[(int)FalcoField.ProcName]) : program;
            if (!program.IsEmpty)
                return Feature("exec|"u8, program, default);
        }

        var isFile = type.StartsWith("open"u8) || type.SequenceEqual("creat"u8);
        var name = Known(json, fields[(int)FalcoField.FdName]);
        var arrow = name.IndexOf("->"u8);
        if (IsServers(type))
            return Server(type, name, arrow, Known(json, fields[(int)FalcoField.FdServerPort]), Known(json, fields[(int)FalcoField.FdL4Proto])) ?? OfRule(rule);
        if (arrow >= 0 && !isFile)
            return Feature("connect|"u8, name[(arrow + 2)..], Known(json, fields[(int)FalcoField.FdL4Proto]));

        if (name.Length > 1 && name[0] == '/')
            return File(name);

        return OfRule(rule);
    }

    private static string OfRule(string rule) =>
        rule.Length > Longest - 5 ? $"rule|{rule.AsSpan(0, Longest - 5)}" : string.Concat("rule|", rule);

    private static bool IsServers(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("listen"u8) || type.SequenceEqual("bind"u8) || type.SequenceEqual("accept"u8) || type.SequenceEqual("accept4"u8);

    /// <summary>The name of a connection is <c>client:port->server:port</c>, of a socket that listens <c>address:port</c>.</summary>
    private static string? Server(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, int arrow, ReadOnlySpan<byte> port, ReadOnlySpan<byte> protocol)
    {
        var own = port.IsEmpty ? name[(name.LastIndexOf((byte)':') + 1)..] : port;
        if (type[0] != 'a')
            return NetworkActivity.Listen(InternedText.Of(own), InternedText.Of(protocol));
        var client = arrow < 0 ? default : name[..arrow];
        return NetworkActivity.Accept(InternedText.Of(client[..Math.Max(client.LastIndexOf((byte)':'), 0)]), InternedText.Of(own), InternedText.Of(protocol));
    }

    private static string File(ReadOnlySpan<byte> path)
    {
        Span<byte> template = stackalloc byte[LongestPath + PathTemplate.MostLonger];
        path = path.Length <= LongestPath ? path : path[..LongestPath];
        return Feature("file|"u8, template[..PathTemplate.Write(path, template)], default);
    }

    private static string Feature(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> value, ReadOnlySpan<byte> protocol)
    {
        Span<byte> whole = stackalloc byte[Longest];
        kind.CopyTo(whole);
        protocol = protocol.Length <= LongestProtocol ? protocol : default;
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

    /// <summary>The value without escapes; empty where the event does not say.</summary>
    private static ReadOnlySpan<byte> Known(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Type is not (JsonTokenType.String or JsonTokenType.Number))
            return default;

        var raw = slice.Text(json);
        return EventText.IsUnknown(raw) ? default : raw;
    }
}
