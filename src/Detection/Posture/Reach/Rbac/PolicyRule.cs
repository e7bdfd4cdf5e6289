namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>One rule of a role: it only ever allows.</summary>
/// <remarks>Matching follows <c>pkg/apis/rbac/v1/evaluation_helpers.go</c> of Kubernetes, odd ends included.</remarks>
public sealed record PolicyRule
{
    private const string All = "*";

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    /// <summary>Resources with their subresources: <c>pods/exec</c>, <c>*/scale</c>.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Names of objects that it is limited to; empty for all.</summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    public bool Allows(AccessRequest request) => request switch
    {
        ResourceRequest asked => Covers(asked.Verb, asked.Group, asked.Resource, asked.Subresource)
            && (ResourceNames.Count == 0 || ResourceNames.Contains(asked.Name, StringComparer.Ordinal)),
        UrlRequest asked => Has(Verbs, asked.Verb) && NonResourceUrls.Any(url => IsUnder(asked.Path, url)),
        _ => false,
    };

    /// <summary>Whether it allows this of some object, whatever its name.</summary>
    public bool Covers(string verb, string group, string resource, string subresource) =>
        Has(Verbs, verb) && Has(ApiGroups, group) && Resources.Any(named => Names(named, resource, subresource));

    private static bool Has(IReadOnlyList<string> allowed, string one) =>
        allowed.Contains(All, StringComparer.Ordinal) || allowed.Contains(one, StringComparer.Ordinal);

    private static bool Names(string named, string resource, string subresource)
    {
        if (named == All)
            return true;
        return subresource.Length == 0
            ? named == resource
            : named.EndsWith(subresource, StringComparison.Ordinal)
                && (named.AsSpan(0, named.Length - subresource.Length) is "*/"
                    || (named.Length == resource.Length + 1 + subresource.Length
                        && named.StartsWith(resource, StringComparison.Ordinal) && named[resource.Length] == '/'));
    }

    private static bool IsUnder(string path, string url) =>
        url == All || url == path
        || (url.EndsWith('*') && path.StartsWith(url.TrimEnd('*'), StringComparison.Ordinal));
}
