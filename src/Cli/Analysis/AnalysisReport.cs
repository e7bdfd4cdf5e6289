using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;

namespace IncidentMesh.Cli.Analysis;

/// <summary>What <c>analyze -o json</c> prints. docs/cli.md tells what each member says: members may be added, never changed.</summary>
internal sealed record AnalysisReport(
    long Signals,
    long Duplicates,
    IReadOnlyList<UnreadPiece> Unparsed,
    long UnparsedTotal,
    FoldBalance Fold,
    IReadOnlyList<ReportedSuppression> Suppressions,
    IReadOnlyList<ReportedIncident> Incidents)
{
    public static AnalysisReport Of(FileAnalysis analysis, FoldBalance fold, IReadOnlyList<CollectedIncident> incidents, IReadOnlyList<SuppressionCount> suppressions) => new(
        analysis.Signals,
        analysis.Duplicates,
        analysis.Unread,
        analysis.UnreadTotal,
        fold,
        [.. suppressions.Select(ReportedSuppression.Of)],
        [.. incidents.Select(incident => ReportedIncident.Of(incident, analysis.Cluster))]);

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, AnalysisJson.Default.AnalysisReport);
}

internal sealed record ReportedIncident(
    string Id,
    string Title,
    Severity Severity,
    int Score,
    int Stage,
    IReadOnlyList<ReportedStep> Chain,
    string? Workload,
    string Cluster,
    long Signals,
    DateTime FirstSeen,
    DateTime LastSeen,
    IReadOnlyList<ReportedPlace> Places,
    IReadOnlyList<ReportedDetection> Detections,
    IReadOnlyList<ReportedActor> Actors)
{
    public static ReportedIncident Of(CollectedIncident incident, string cluster) => new(
        incident.Id,
        incident.Title,
        incident.Severity,
        incident.Score.Value,
        incident.Fold.Stage,
        [.. incident.Fold.Chain.Select(static step => new ReportedStep(step.Tactic, step.Name, step.Rule, step.Time.UtcDateTime))],
        incident.Subject.Workload is null ? null : incident.Subject.Name,
        cluster,
        incident.Fold.Signals,
        incident.Fold.FirstSeen.UtcDateTime,
        incident.Fold.LastSeen.UtcDateTime,
        ReportedPlace.Of(incident.Fold),
        [.. incident.Fold.Rules.Select(ReportedDetection.Of)],
        [.. incident.Fold.Actors.Select(ReportedActor.Of)]);
}

/// <summary>What a suppression hid, and what of it is shown all the same.</summary>
internal sealed record ReportedSuppression(string Id, string Reason, string Owner, DateTime Expires, long Hidden, long Shown)
{
    public static ReportedSuppression Of(SuppressionCount count) => new(
        count.Suppression.Id, count.Suppression.Reason, count.Suppression.Owner, count.Suppression.Expires.UtcDateTime, count.Hidden, count.Shown);
}

/// <summary>Who is behind detections: several users where it was one of them.</summary>
internal sealed record ReportedActor(string Who, string Grounds, IReadOnlyList<string> Users, long Detections)
{
    public static ReportedActor Of(ExecActor actor) => new(
        ExecActorText.Line(actor), ExecActorText.Grounds(actor), [.. actor.Sessions.Select(static session => session.User).Distinct(StringComparer.Ordinal)], actor.Detections);
}

/// <summary>A tactic of the attack chain.</summary>
internal sealed record ReportedStep(string Tactic, string Name, string Rule, DateTime Time);

/// <summary>Where a digest's signals are from, most first.</summary>
internal sealed record ReportedPlace(string Subject, long Signals)
{
    public static IReadOnlyList<ReportedPlace> Of(IncidentFold fold) =>
    [
        .. fold.Subjects.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => new ReportedPlace(pair.Key, pair.Value)),
    ];
}

internal sealed record ReportedDetection(
    string Rule,
    string Title,
    Severity Severity,
    long Count,
    DateTime FirstSeen,
    DateTime LastSeen,
    string Example,
    IReadOnlyList<string> Techniques,
    IReadOnlyList<string> Examples)
{
    public static ReportedDetection Of(RuleHits hits) => new(
        hits.Rule, hits.Title, hits.Severity, hits.Count, hits.FirstSeen.UtcDateTime, hits.LastSeen.UtcDateTime, hits.Example, hits.Techniques,
        [.. hits.Examples.Select(static example => example.Text)]);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LowerCase<Severity>)])]
[JsonSerializable(typeof(AnalysisReport))]
internal sealed partial class AnalysisJson : JsonSerializerContext;

/// <summary>Enums as words, as the API writes them.</summary>
internal sealed class LowerCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
