using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Says features in words.</summary>
internal static class FeatureWords
{
    private const int MostCharacters = 120;

    /// <returns>What a replica did: <c>ran /bin/sh from nginx</c>.</returns>
    public static string Did(string feature)
    {
        var (family, what, container) = Parts(feature);
        var did = family switch
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
        return did + container;
    }

    /// <returns>Of what a replica did more: <c>bytes_out</c>, or <c>calls to db:5432/tcp</c>.</returns>
    public static string Amount(string feature)
    {
        var (family, what, container) = Parts(feature);
        var amount = family switch
        {
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
        return amount + container;
    }

    /// <returns>Its family, what was done, and in which container if not in the main one: <c> in istio-proxy</c>.</returns>
    private static (string Family, string What, string Container) Parts(string feature)
    {
        var bar = feature.IndexOf('|', StringComparison.Ordinal);
        var family = bar < 0 ? "" : feature[..bar];
        var at = family.IndexOf(FeatureFamilies.Container, StringComparison.Ordinal);
        return (at < 0 ? family : family[..at], Cut(bar < 0 ? feature : feature[(bar + 1)..]), at < 0 ? "" : $" in {family[(at + 1)..]}");
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}…";
}
