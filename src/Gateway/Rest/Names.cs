using System.Text.RegularExpressions;

namespace IncidentMesh.Gateway.Rest;

/// <summary>Forms of names that become grain keys. Whatever has another form names nothing, and wakes no grain.</summary>
internal static partial class Names
{
    /// <summary>A DNS label (RFC 1123).</summary>
    public static bool IsLabel(string? text) => text is { Length: >= 1 and <= 63 } && Label().IsMatch(text);

    /// <summary>A DNS subdomain (RFC 1123): namespaces, pods.</summary>
    public static bool IsSubdomain(string? text) => text is { Length: >= 1 and <= 253 } && Subdomain().IsMatch(text);

    /// <summary>A kind of the Kubernetes API, such as <c>StatefulSet</c>.</summary>
    public static bool IsKind(string? text) => text is { Length: >= 1 and <= 63 } && Kind().IsMatch(text);

    public static bool IsIncident(string? text) => text is { Length: 16 } && Incident().IsMatch(text);

    /// <summary>Ids that lists give out: short and without blanks.</summary>
    public static bool IsId(string? text) => text is { Length: >= 1 and <= 200 } && Id().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Kind();

    [GeneratedRegex("^inc-[a-z2-7]{12}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Incident();

    [GeneratedRegex("^[!-~]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
