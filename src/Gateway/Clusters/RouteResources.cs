using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>Who would hear of an incident, and why.</summary>
/// <param name="Targets">Such as <c>slack:payments</c>; empty where nobody would.</param>
/// <param name="Steps">What was looked at, in order.</param>
/// <param name="Problems">What to mend.</param>
internal sealed record RouteResource(IReadOnlyList<string> Targets, IReadOnlyList<RouteStepResource> Steps, IReadOnlyList<string> Problems)
{
    public static RouteResource From(RouteDecision decision) =>
        new(decision.Targets, [.. decision.Steps.Select(static step => new RouteStepResource(step.Place, step.Text, step.Findings))], decision.Problems);
}

/// <param name="Place">Where it says whom to tell.</param>
/// <param name="Text">What it says; null where it says nothing.</param>
/// <param name="Findings">What came of each entry.</param>
internal sealed record RouteStepResource(string Place, string? Text, IReadOnlyList<string> Findings);
