using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>A kind of custom resource that owns workloads, such as a Rollout or a database.</summary>
/// <param name="Group">API group.</param>
/// <param name="Version">Version that the reference names.</param>
/// <param name="Kind">Kind.</param>
internal sealed record OwnerKind(string Group, string Version, string Kind)
{
    /// <returns>The owner's kind, or null where it is none that is looked up.</returns>
    public static OwnerKind? Of(ApiOwner? owner)
    {
        // Custom resources have a group with a dot. Whoever names a Secret as an owner does not make us read secrets.
        if (owner is not { Kind: { Length: > 0 and <= 63 } kind, ApiVersion: { Length: <= 253 } version }
            || version.Split('/') is not [var group, var number] || !group.Contains('.', StringComparison.Ordinal)
            || group.EndsWith(".k8s.io", StringComparison.Ordinal)
            || !(ApiPaths.IsName(group) && ApiPaths.IsName(number)))
            return null;
        return ResourceKinds.All.Any(known => known.Kind == kind && known.Group == group) ? null : new OwnerKind(group, number, kind);
    }

    public override string ToString() => $"{Kind}.{Group}";
}
