using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Reach.Rbac;

/// <summary>A Role, or a ClusterRole.</summary>
/// <param name="Namespace">Null for a ClusterRole.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">By which aggregating roles choose it.</param>
/// <param name="Rules">As they are stored.</param>
/// <param name="Aggregates">Selectors of the ClusterRoles whose rules it has too; empty where it is no aggregate.</param>
public sealed record RbacRole(
    string? Namespace, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<PolicyRule> Rules, IReadOnlyList<LabelSelector> Aggregates);

/// <summary>A RoleBinding, or a ClusterRoleBinding.</summary>
/// <param name="Namespace">Where it counts; null for a ClusterRoleBinding, which counts everywhere.</param>
/// <param name="Name">Its name.</param>
/// <param name="RoleKind"><c>Role</c> or <c>ClusterRole</c>.</param>
/// <param name="RoleName">Of the role that is given.</param>
/// <param name="Subjects">To whom.</param>
public sealed record RbacBinding(string? Namespace, string Name, string RoleKind, string RoleName, IReadOnlyList<RbacSubject> Subjects)
{
    public string Kind => Namespace is null ? "ClusterRoleBinding" : "RoleBinding";
}

/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Namespace">Of a service account; null for the binding's.</param>
/// <param name="Name">Its name.</param>
public sealed record RbacSubject(string Kind, string? Namespace, string Name);

/// <summary>A rule that somebody has, and by what.</summary>
public sealed record Grant(PolicyRule Rule, RbacRole Role, RbacBinding Binding)
{
    /// <summary>Namespace that it is limited to; null for the whole cluster.</summary>
    public string? Namespace => Binding.Namespace;
}
