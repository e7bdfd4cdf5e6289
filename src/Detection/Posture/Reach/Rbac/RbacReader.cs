using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Selectors;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>Reads Roles, ClusterRoles and their bindings; other objects are passed over.</summary>
internal sealed class RbacReader
{
    public List<RbacRole> Roles { get; } = [];

    public List<RbacBinding> Bindings { get; } = [];

    /// <param name="item">The object.</param>
    /// <param name="problems">What is wrong with it is added here; the object is left out then.</param>
    /// <returns>Whether it is one of these kinds.</returns>
    public bool Read(KubernetesObject item, List<ReadProblem> problems)
    {
        var kind = item.Kind;
        if (kind is not ("Role" or "ClusterRole" or "RoleBinding" or "ClusterRoleBinding"))
            return false;
        var found = new List<ReadProblem>();
        var root = item.Open(found);
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var place = kind.StartsWith("Cluster", StringComparison.Ordinal) ? null : metadata.Namespace ?? "default";
        if (kind is "Role" or "ClusterRole")
        {
            var role = Role(root, metadata, place);
            if (found.Count == 0)
                Roles.Add(role);
        }
        else
        {
            var binding = Binding(root, metadata, place);
            if (found.Count == 0)
                Bindings.Add(binding);
        }

        problems.AddRange(found);
        return true;
    }

    private static RbacRole Role(Field root, ObjectMetadata metadata, string? place) => new(
        place,
        metadata.Name ?? "",
        metadata.Labels,
        [.. root.Objects("rules").Select(Rule)],
        [.. (root.Object("aggregationRule")?.Objects("clusterRoleSelectors") ?? []).Select(static selector => LabelSelectorReader.Read(selector)!)]);

    private static PolicyRule Rule(Field rule) => new()
    {
        Verbs = rule.Texts("verbs"),
        ApiGroups = rule.Texts("apiGroups"),
        Resources = rule.Texts("resources"),
        ResourceNames = rule.Texts("resourceNames"),
        NonResourceUrls = rule.Texts("nonResourceURLs"),
    };

    private static RbacBinding Binding(Field root, ObjectMetadata metadata, string? place)
    {
        var role = root.Object("roleRef");
        if (role is null)
            root.Report("roleRef", "is missing.");
        return new RbacBinding(
            place,
            metadata.Name ?? "",
            role?.Text("kind") ?? "",
            role?.Text("name") ?? "",
            [.. root.Objects("subjects").Select(static subject => new RbacSubject(subject.Text("kind") ?? "", subject.Text("namespace"), subject.Text("name") ?? ""))]);
    }
}
