using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>Sources by the names that rules give them.</summary>
public static class EventSources
{
    /// <summary>System calls.</summary>
    public const string Syscall = "syscall";

    /// <summary>The audit log of Kubernetes' API server.</summary>
    public const string KubernetesAudit = "k8s_audit";

    /// <summary>All names, for messages.</summary>
    internal const string Names = $"{Syscall} or {KubernetesAudit}";

    /// <summary>Finds a source by its name.</summary>
    public static bool TryParse(string name, out FieldSources source)
    {
        source = name switch
        {
            Syscall => FieldSources.Syscall,
            KubernetesAudit => FieldSources.KubernetesAudit,
            _ => FieldSources.None,
        };
        return source != FieldSources.None;
    }
}
