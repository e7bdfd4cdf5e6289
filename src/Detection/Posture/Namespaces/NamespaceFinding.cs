using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Detection.Posture.Namespaces;

/// <summary>What the levels of the Pod Security Standards would do to a namespace.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Enforced">What its labels enforce now.</param>
/// <param name="Pods">Pods that were seen in it.</param>
/// <param name="Workloads">Workloads, bare pods included.</param>
/// <param name="Breaks">Workloads that a level would refuse new pods: those of baseline first, then by name.</param>
public sealed record NamespaceFinding(string Namespace, PolicyLevel Enforced, int Pods, int Workloads, IReadOnlyList<WorkloadBreak> Breaks)
{
    /// <summary>The strictest level that breaks nothing.</summary>
    public PolicyLevel Holds =>
        Breaks.Any(static one => one.Level == PolicyLevel.Baseline) ? PolicyLevel.Privileged
        : Breaks.Count > 0 ? PolicyLevel.Baseline
        : PolicyLevel.Restricted;

    /// <summary>What to enforce: what holds, and no less than what is enforced now.</summary>
    public PolicyLevel Suggested => Holds > Enforced ? Holds : Enforced;

    /// <summary>What to be warned of: the level after <see cref="Suggested"/>.</summary>
    public PolicyLevel Warned => Suggested == PolicyLevel.Privileged ? PolicyLevel.Baseline : PolicyLevel.Restricted;
}

/// <summary>A workload that a level refuses.</summary>
/// <param name="Level">The level.</param>
/// <param name="Workload">Kind and name, such as <c>Deployment/web</c>.</param>
/// <param name="Pods">Pods of it that were seen and are refused; 0 where only its template was.</param>
/// <param name="Violations">One for each check, with the words of the first pod.</param>
public sealed record WorkloadBreak(PolicyLevel Level, string Workload, int Pods, IReadOnlyList<Violation> Violations);
