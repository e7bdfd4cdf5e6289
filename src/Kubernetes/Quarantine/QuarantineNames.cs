using System.Security.Cryptography;
using System.Text;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>How a containment is named on what it isolates: ids of ours are longer than labels may be.</summary>
internal static class QuarantineNames
{
    /// <summary>The one label that a quarantined pod has.</summary>
    public const string Label = "incidentmesh.io/quarantine";

    /// <summary>Annotation of a quarantined pod that has no owner any more: the workload whose signals its are, as <c>Kind/name</c>.</summary>
    public const string From = "incidentmesh.io/quarantined-from";

    /// <summary>Value of <see cref="Label"/>: 16 hex digits.</summary>
    public static string ValueOf(string containment) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(containment)))[..16];

    /// <summary>All labels of a quarantined pod.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string containment) => new Dictionary<string, string>(StringComparer.Ordinal) { [Label] = ValueOf(containment) };

    /// <summary>Name of the containment's NetworkPolicy.</summary>
    public static string PolicyOf(string containment) => $"incidentmesh-quarantine-{ValueOf(containment)}";
}
