namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>A pod, or a workload with the template that its pods are made from.</summary>
/// <param name="ApiVersion">Of the object, such as <c>apps/v1</c>; null where it does not say.</param>
/// <param name="Kind">Of the object, such as <c>Pod</c>, <c>Deployment</c>, <c>CronJob</c>.</param>
/// <param name="Metadata">Of the object.</param>
/// <param name="PodMetadata">Of the pod: the object's own for a pod, else the template's.</param>
/// <param name="Spec">Of the pod.</param>
/// <param name="Place">Where the object stands in its document, such as <c>items[3]</c>; empty for the document itself.</param>
public sealed record PodManifest(
    string? ApiVersion, string Kind, ObjectMetadata Metadata, ObjectMetadata PodMetadata, PodSpec Spec, string Place)
{
    /// <summary>Whether it is one pod and no template.</summary>
    public bool IsPod => Kind == "Pod";

    /// <summary>Name of the object; what it will begin with where the server makes up the name; else empty.</summary>
    public string Name => Metadata.Name ?? Metadata.GenerateName ?? "";
}
