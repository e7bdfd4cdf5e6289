namespace IncidentMesh.Contracts.Clusters;

/// <summary>Which labels and annotations are kept of workloads and namespaces: registered as a service. All others are forgotten once they are read.</summary>
/// <param name="Keys">Each once; in this order they are kept where there are too many.</param>
public sealed record ContextKeys(IReadOnlyList<string> Keys)
{
    public static readonly ContextKeys None = new([]);
}
