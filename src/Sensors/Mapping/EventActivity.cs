namespace IncidentMesh.Sensors.Mapping;

/// <summary>What an event says its replica did, in the same features as Falco's alerts: the program, the server, the caller, the port, the name, the file.</summary>
internal static class EventActivity
{
    private const int Longest = 256;

    public static string Of(SignalDraft draft, string rule) => Cut(draft.Activity ?? Known(draft) ?? $"rule|{rule}");

    private static string? Known(SignalDraft draft)
    {
        var type = draft["evt.type"] ?? "";
        if (type.StartsWith("exec", StringComparison.Ordinal) && (draft["proc.exepath"] ?? draft["proc.name"]) is { } program)
            return $"exec|{program}";
        var (port, protocol) = (draft["fd.sport"], draft["fd.l4proto"]);
        var special = type switch
        {
            "listen" or "bind" => NetworkActivity.Listen(port, protocol),
            "accept" or "accept4" => NetworkActivity.Accept(draft["fd.cip"], port, protocol),
            "dns" or "net_packet_dns" or "net_packet_dns_request" or "net_packet_dns_response" => NetworkActivity.Lookup(draft["fd.sip.name"]),
            _ => null,
        };
        if (special is not null)
            return special;
        if (draft["fd.sip"] is { } server && type is not ("listen" or "bind" or "accept" or "accept4"))
            return $"connect|{server}:{port}{(protocol is { Length: <= 16 } ? "/" + protocol : "")}";
        return draft["fd.name"] is ['/', ..] and { Length: > 1 } file ? $"file|{PathTemplate.Of(file)}" : null;
    }

    private static string Cut(string text) =>
        text.Length <= Longest ? text : char.IsHighSurrogate(text[Longest - 1]) ? text[..(Longest - 1)] : text[..Longest];
}
