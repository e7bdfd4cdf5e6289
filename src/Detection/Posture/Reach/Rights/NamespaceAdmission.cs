namespace IncidentMesh.Detection.Posture.Reach.Rights;

/// <summary>What Pod Security admission lets into namespaces, by their labels. Policies of other admission controllers are not known here.</summary>
/// <param name="namespaces">Labels by namespace; null where they are not known.</param>
internal sealed class NamespaceAdmission(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? namespaces)
{
    private const string Enforce = "pod-security.kubernetes.io/enforce";

    /// <returns>Whether privileged pods are refused; null where the namespace is not known.</returns>
    public bool? RefusesPrivileged(string name) =>
        namespaces is not null && namespaces.TryGetValue(name, out var labels)
            ? labels.GetValueOrDefault(Enforce) is "baseline" or "restricted"
            : null;
}
