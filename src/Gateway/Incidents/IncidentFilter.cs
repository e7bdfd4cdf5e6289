using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;
using Microsoft.AspNetCore.Mvc;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>The query of the incident list.</summary>
/// <param name="State">States wanted; none for all.</param>
/// <param name="Severity">The least severity wanted.</param>
/// <param name="Cluster">Clusters wanted; none for all that the asker may see.</param>
/// <param name="Subject">Key of the subject.</param>
/// <param name="Verdict">What they turned out to be.</param>
/// <param name="Limit">1 to 500.</param>
/// <param name="Cursor">Of the page before.</param>
internal sealed record IncidentFilter(
    [FromQuery(Name = "state")] string[]? State,
    [FromQuery(Name = "severity")] string? Severity,
    [FromQuery(Name = "cluster")] string[]? Cluster,
    [FromQuery(Name = "subject")] string? Subject,
    [FromQuery(Name = "verdict")] string? Verdict,
    [FromQuery(Name = "limit")] int? Limit,
    [FromQuery(Name = "cursor")] string? Cursor)
{
    private const int MostClusters = 100;

    /// <summary>Binds a cursor to its parameters.</summary>
    public string ListName =>
        "incidents " + JsonSerializer.Serialize([.. State ?? [], "|", Severity ?? "", "|", .. Cluster ?? [], "|", Subject ?? "", "|", Verdict ?? ""], GatewayJson.Default.StringArray);

    public Problem? Check()
    {
        if (Rest.Limit.Check(Limit) is { } problem)
            return problem;
        if (State is { Length: > 0 } && !Array.TrueForAll(State, state => TryParse<IncidentState>(state, out _)))
            return Invalid("state", "open, acknowledged, contained, resolved or closed");
        if (Severity is not null && !TryParse<Severity>(Severity, out _))
            return Invalid("severity", "unknown, informational, low, medium, high, critical or fatal");
        if (Cluster is { Length: > 0 } && (Cluster.Length > MostClusters || !Array.TrueForAll(Cluster, Names.IsLabel)))
            return Invalid("cluster", $"ids of clusters, at most {MostClusters}");
        if (Verdict is not null && !TryParse<Verdict>(Verdict, out _))
            return Invalid("verdict", "truePositive, falsePositive, benign or test");
        return Subject is { Length: 0 or > 600 } ? Invalid("subject", "a subject's key") : null;
    }

    /// <summary>The clusters to list: those asked for that the principal may see; null for all.</summary>
    public IReadOnlyList<string>? VisibleClusters(Principal principal) =>
        Cluster is { Length: > 0 } ? [.. Cluster.Where(principal.MaySee)] : principal.Clusters;

    public IncidentQuery ToQuery(Principal principal, string? position) => new()
    {
        Clusters = VisibleClusters(principal),
        States = State is { Length: > 0 } ? [.. State.Select(Parse<IncidentState>).Distinct()] : null,
        Subject = Subject,
        Cursor = position,
        Max = Limit ?? Rest.Limit.Default,
        Verdict = Verdict is null ? null : Parse<Verdict>(Verdict),
        MinimumSeverity = Severity is null ? Contracts.Signals.Severity.Unknown : Parse<Severity>(Severity),
    };

    private static bool TryParse<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && text.All(char.IsAsciiLetter) && Enum.IsDefined(value);

    private static T Parse<T>(string text)
        where T : struct, Enum => TryParse<T>(text, out var value) ? value : throw new ArgumentException(text, nameof(text));

    private static Problem Invalid(string parameter, string legal) =>
        Problem.Invalid($"{parameter} must be {legal}.", new ProblemError($"{parameter} must be {legal}.", parameter));
}
