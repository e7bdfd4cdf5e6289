using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Response.Guardrails;

/// <summary>What may be done at all, and what without a person.</summary>
public sealed record GuardrailOptions
{
    /// <summary>
    /// Namespaces where nothing is ever proposed or done, in every cluster, beside our own and those that are always
    /// protected. Names, no patterns.
    /// </summary>
    public IReadOnlyList<string> ProtectedNamespaces { get; init; } = [];

    /// <summary>The least severity that a plan is proposed for.</summary>
    public Severity MinimumSeverity { get; init; } = Severity.High;

    /// <summary>Which response is proposed where nobody asks for another one, of <see cref="ActionNames"/>.</summary>
    public string Action { get; init; } = ActionNames.ScaleToZero;

    /// <summary>Independent sensors that must agree before anything is done without a person. At least 2: one sensor's alerts can be forged or provoked.</summary>
    public int MinimumSensors { get; init; } = 2;

    /// <summary>Automatic actions a cluster and hour.</summary>
    public int AutomaticActionsPerHour { get; init; } = 10;

    /// <summary>How long a proposal can be approved.</summary>
    public TimeSpan PlanValidity { get; init; } = TimeSpan.FromHours(8);
}
