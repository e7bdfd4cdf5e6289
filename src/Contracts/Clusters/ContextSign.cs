namespace IncidentMesh.Contracts.Clusters;

/// <summary>A label or annotation that tells what a workload is for, how much it matters or whom to tell. Hostile text.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, at most 512 characters.</param>
[GenerateSerializer, Immutable, Alias("im.context-sign")]
public sealed record ContextSign(
    [property: Id(0)] ContextPlace Place,
    [property: Id(1)] string Key,
    [property: Id(2)] string Value);

/// <summary>Where a sign stands, from what overrules to what is overruled.</summary>
[GenerateSerializer, Alias("im.context-place")]
public enum ContextPlace
{
    WorkloadAnnotation = 0,

    /// <summary>Of the workload or of its pod template.</summary>
    WorkloadLabel = 1,

    NamespaceAnnotation = 2,

    NamespaceLabel = 3,
}
