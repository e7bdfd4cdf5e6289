using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Says features in words.</summary>
internal static class FeatureWords
{
    private const int MostCharacters = 120;

    /// <returns>What a replica did: <c>ran /bin/sh from nginx</c>.</returns>
    public static string Did(string feature)
    {
        var bar = feature.IndexOf('|', StringComparison.Ordinal);
        var what = Cut(bar < 0 ? feature : feature[(bar + 1)..]);
        return (bar < 0 ? "" : feature[..bar]) switch
        {
            "exec" => $"ran {what.Replace("<-", " from ", StringComparison.Ordinal)}",
            "connect" => $"connected to {what}",
            "listen" => $"listened on {what}",
            "accept" => $"was called by {what.Replace("->", " on port ", StringComparison.Ordinal)}",
            "dns" => $"looked up {what}",
            "api" => $"asked the Kubernetes API to {what}",
            "file" => $"opened {what}",
            "syscall" => $"made system calls of {what}",
            "log" => $"logged \"{what}\"",
            "exit" => $"exited with {what}",
            _ => $"showed {what}",
        };
    }

    /// <returns>Of what a replica did more: <c>bytes_out</c>, or <c>calls to db:5432/tcp</c>.</returns>
    public static string Amount(string feature)
    {
        var bar = feature.IndexOf('|', StringComparison.Ordinal);
        var what = Cut(bar < 0 ? feature : feature[(bar + 1)..]);
        return (bar < 0 ? "" : feature[..bar]) switch
        {
            var family when family == FeatureFamilies.Gauges.Name => what,
            "exec" => $"runs of {what.Replace("<-", " from ", StringComparison.Ordinal)}",
            "connect" => $"connections to {what}",
            "accept" => $"connections from {what.Replace("->", " to port ", StringComparison.Ordinal)}",
            "dns" => $"lookups of {what}",
            "api" => $"API requests to {what}",
            "file" => $"openings of {what}",
            "syscall" => $"system calls of {what}",
            "log" => $"log lines \"{what}\"",
            _ => what,
        };
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}…";
}
