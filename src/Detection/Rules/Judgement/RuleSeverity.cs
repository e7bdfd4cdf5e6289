using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>Priorities of rules as severities, the same as of Falco's own alerts.</summary>
internal static class RuleSeverity
{
    public static Severity Of(RulePriority priority) => priority switch
    {
        RulePriority.Emergency => Severity.Fatal,
        RulePriority.Alert or RulePriority.Critical => Severity.Critical,
        RulePriority.Error => Severity.High,
        RulePriority.Warning => Severity.Medium,
        RulePriority.Notice => Severity.Low,
        _ => Severity.Informational,
    };
}
