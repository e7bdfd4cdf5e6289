namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>Section <c>Integrations:PagerDuty</c>. PagerDuty is off where the section is empty; half a section refuses to start.</summary>
public sealed class PagerDutyOptions
{
    public const string Section = "Integrations:PagerDuty";

    /// <summary>Integration key of an Events API v2 integration: 32 letters and digits. A secret: who has it can page people.</summary>
    public string? RoutingKey { get; set; }

    /// <summary>Integration keys of further services by the names that routes call them: <c>payments-oncall</c> for <c>pagerduty:payments-oncall</c>. Secrets.</summary>
    public IReadOnlyDictionary<string, string> Services { get; set; } = new Dictionary<string, string>();

    /// <summary>Service region of the account: <c>us</c> (default) or <c>eu</c>.</summary>
    public string? Region { get; set; }

    /// <summary>Least severity that pages: a name of <see cref="Contracts.Signals.Severity"/>. Default High.</summary>
    public string? MinimumSeverity { get; set; }

    /// <summary>Another address than the region's: https to PagerDuty, or this machine for tests.</summary>
    public string? BaseAddress { get; set; }
}
