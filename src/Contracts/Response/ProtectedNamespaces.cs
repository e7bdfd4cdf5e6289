namespace IncidentMesh.Contracts.Response;

/// <summary>
/// Namespaces where nothing is ever proposed or done, in any cluster. One list for planning and for doing: what is
/// planned by mistake is refused before it is written.
/// </summary>
/// <param name="more">Names beside those that are always protected; no patterns. Empty ones are ignored.</param>
public sealed class ProtectedNamespaces(params IEnumerable<string?> more)
{
    /// <summary>Protected whatever is configured.</summary>
    public static readonly IReadOnlyList<string> Always = ["kube-system", "kube-public", "kube-node-lease", "incidentmesh"];

    private readonly HashSet<string> _names = new(Always.Concat(more.OfType<string>().Where(name => name.Length > 0)), StringComparer.Ordinal);

    public bool Covers(string @namespace) => _names.Contains(@namespace);
}
