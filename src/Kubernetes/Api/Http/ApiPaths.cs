using System.Text.RegularExpressions;

namespace IncidentMesh.Kubernetes.Api.Http;

/// <summary>Paths of the API. Names come from events and requests, so only what Kubernetes allows gets into one.</summary>
internal static partial class ApiPaths
{
    private const int MaxName = 253;

    /// <returns>The path, or null where namespace or name are none that an object can have.</returns>
    public static string? Namespaced(string groupVersion, string @namespace, string resource, string? name = null) =>
        IsName(@namespace) && (name is null || IsName(name))
            ? $"{groupVersion}/namespaces/{@namespace}/{resource}{(name is null ? "" : "/" + name)}"
            : null;

    /// <summary>A label selector as the query wants it, escaped.</summary>
    public static string Selector(ApiSelector? selector)
    {
        var labels = (selector?.MatchLabels ?? []).Select(label => $"{label.Key}={label.Value}");
        var expressions = (selector?.MatchExpressions ?? []).Select(Expression);
        return Uri.EscapeDataString(string.Join(',', labels.Concat(expressions)));
    }

    private static string Expression(ApiRequirement requirement) => requirement.Operator switch
    {
        "Exists" => $"{requirement.Key}",
        "DoesNotExist" => $"!{requirement.Key}",
        "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values ?? [])})",
        _ => $"{requirement.Key} in ({string.Join(',', requirement.Values ?? [])})",
    };

    /// <summary>Whether a text can be a part of a path.</summary>
    public static bool IsName(string name) => name.Length <= MaxName && Name.IsMatch(name);

    // RFC 1123 subdomain: what the API server demands of every kind that we touch.
    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name { get; }
}
