using IncidentMesh.Detection;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Where the events went. Each number is counted at its own place, so that a difference would show.</summary>
/// <param name="Events">Events that were read, each once.</param>
/// <param name="Detected">Signals in incidents.</param>
/// <param name="Activity">Signals in which nothing was detected.</param>
/// <param name="Suppressed">Signals that suppressions hid.</param>
/// <param name="Probes">Signals that were probes and hooks of their pods, as often as these may run.</param>
/// <param name="Detections">Detections: a signal may have several.</param>
/// <param name="Incidents">Incidents that they became.</param>
/// <param name="Lost">What is in none of these places. Anything but 0 is a bug.</param>
internal sealed record FoldBalance(long Events, long Detected, long Activity, long Suppressed, long Probes, long Detections, int Incidents, long Lost)
{
    public static FoldBalance Of(FileAnalysis analysis, IReadOnlyList<CollectedIncident> incidents, IReadOnlyList<SuppressionCount> suppressions)
    {
        var detected = incidents.Sum(static incident => incident.Fold.Signals);
        var suppressed = suppressions.Sum(static count => count.Hidden);
        return new FoldBalance(
            analysis.Signals,
            detected,
            analysis.Activity,
            suppressed,
            analysis.Probes,
            incidents.Sum(static incident => incident.Fold.Rules.Sum(static hits => hits.Count)),
            incidents.Count,
            analysis.Signals - detected - analysis.Activity - suppressed - analysis.Probes);
    }
}
