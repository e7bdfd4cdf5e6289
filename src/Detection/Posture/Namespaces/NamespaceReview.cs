using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Namespaces;

/// <summary>Collects the pods and templates of namespaces and says what would break if the namespaces were labelled.</summary>
/// <param name="version">Of the standards.</param>
public sealed class NamespaceReview(PolicyVersion version)
{
    private static readonly PolicyLevel[] Levels = [PolicyLevel.Baseline, PolicyLevel.Restricted];

    private readonly WorkloadOwners _owners = new();
    private readonly List<(PodManifest Manifest, string Namespace)> _pods = [];
    private readonly Dictionary<string, PolicyLevel> _enforced = new(StringComparer.Ordinal);

    /// <param name="manifest">A pod or a template. A workload and its pods may both come, in any order.</param>
    /// <param name="place">Its namespace.</param>
    public void Add(PodManifest manifest, string place)
    {
        _owners.Add(manifest, place);
        _pods.Add((manifest, place));
    }

    /// <summary>Learns what the namespaces in a document enforce now.</summary>
    public void AddNamespaces(JsonElement root)
    {
        foreach (var (name, enforced) in NamespaceLabels.Read(root))
            _enforced[name] = enforced;
    }

    /// <returns>A finding for each namespace, by name. One without pods is not judged: nothing is known that could break.</returns>
    public IReadOnlyList<NamespaceFinding> Judge() =>
    [
        .. _pods.GroupBy(static pod => pod.Namespace, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(group => Judge(group.Key, [.. group.Select(static pod => pod.Manifest)])),
    ];

    private NamespaceFinding Judge(string place, List<PodManifest> manifests)
    {
        var workloads = manifests.ToLookup(manifest => _owners.TopOf(manifest, place), StringComparer.Ordinal);
        var breaks =
            from level in Levels
            from workload in workloads.OrderBy(static workload => workload.Key, StringComparer.Ordinal)
            let refused = Refused(workload, level)
            where refused.Count > 0
            select new WorkloadBreak(
                level, workload.Key, refused.Count(static one => one.Manifest.IsPod),
                [.. refused.SelectMany(static one => one.Violations).DistinctBy(static violation => violation.Check)]);
        return new NamespaceFinding(
            place, _enforced.GetValueOrDefault(place), manifests.Count(static manifest => manifest.IsPod), workloads.Count, [.. breaks]);
    }

    private List<(PodManifest Manifest, IReadOnlyList<Violation> Violations)> Refused(IEnumerable<PodManifest> manifests, PolicyLevel level) =>
    [
        .. manifests
            .Select(manifest => (manifest, PodSecurityStandards.Judge(manifest, level, version)))
            .Where(static judged => judged.Item2.Count > 0),
    ];
}
