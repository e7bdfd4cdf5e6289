using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Reach.Rbac;

namespace IncidentMesh.Detection.Posture.Snapshots;

/// <summary>What is known of a cluster around its pods, at one time.</summary>
public sealed record ClusterSnapshot
{
    /// <summary>
    /// Kinds of which every object is here. Of others, objects may be missing: what follows from one's absence is unknown
    /// then.
    /// </summary>
    public required IReadOnlySet<string> KnownKinds { get; init; }

    public required RbacModel Rbac { get; init; }

    public required ClusterNetwork Network { get; init; }

    public IReadOnlyDictionary<(string Namespace, string Name), ServiceAccountFacts> Accounts { get; init; } =
        new Dictionary<(string, string), ServiceAccountFacts>();

    /// <summary>Labels by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Namespaces { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Annotations by namespace.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> NamespaceAnnotations { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Runtime classes, and which nodes offer them.</summary>
    public ClusterRuntimes Runtimes { get; init; } = new();

    public IReadOnlyList<NodeFacts> Nodes { get; init; } = [];

    /// <summary>What could not be read. Such an object is left out, and its kind is none of <see cref="KnownKinds"/>.</summary>
    public IReadOnlyList<ReadProblem> Problems { get; init; } = [];

    public bool Knows(string kind) => KnownKinds.Contains(kind);

    public bool KnowsRbac => Knows("ClusterRoleBinding") || Knows("RoleBinding");
}
