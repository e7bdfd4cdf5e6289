namespace IncidentMesh.Sensors.Mapping;

/// <summary>What an event says its replica did, in the same features as Falco's alerts: the program, the server, the file.</summary>
internal static class EventActivity
{
    private const int Longest = 256;

    public static string Of(SignalDraft draft, string rule)
    {
        var type = draft["evt.type"] ?? "";
        if (type.StartsWith("exec", StringComparison.Ordinal) && (draft["proc.exepath"] ?? draft["proc.name"]) is { } program)
            return Cut($"exec|{program}");
        if (draft["fd.sip"] is { } server)
            return Cut($"connect|{server}:{draft["fd.sport"]}{(draft["fd.l4proto"] is { Length: <= 16 } protocol ? "/" + protocol : "")}");
        if (draft["fd.name"] is ['/', ..] and { Length: > 1 } file)
            return Cut($"file|{PathTemplate.Of(file)}");

        return Cut($"rule|{rule}");
    }

    private static string Cut(string text) =>
        text.Length <= Longest ? text : char.IsHighSurrogate(text[Longest - 1]) ? text[..(Longest - 1)] : text[..Longest];
}
