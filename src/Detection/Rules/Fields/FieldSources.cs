namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Sources of events.</summary>
[Flags]
public enum FieldSources
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>System calls, as Falco and the other sensors of a node see them: <c>syscall</c>.</summary>
    Syscall = 1,

    /// <summary>The audit log of Kubernetes' API server: <c>k8s_audit</c>.</summary>
    KubernetesAudit = 2,

    /// <summary>Every source.</summary>
    Any = Syscall | KubernetesAudit,
}
