using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection.Folding;

namespace IncidentMesh.Detection;

/// <summary>Counts what a suppression hid. The same for any order and grouping of the signals.</summary>
public static class SuppressionTally
{
    /// <param name="hits">What was counted before.</param>
    /// <param name="signal">A signal that it hid, or would have hidden; with what it is about.</param>
    public static SuppressionHits Add(SuppressionHits hits, ObservedSignal signal)
    {
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentNullException.ThrowIfNull(signal);
        var time = signal.Signal.Time;
        return new SuppressionHits
        {
            Hidden = hits.Hidden + (signal.Shown ? 0 : 1),
            Shown = hits.Shown + (signal.Shown ? 1 : 0),
            First = hits.First < time ? hits.First : time,
            Last = hits.Last > time ? hits.Last : time,
            Examples = RuleExamples.Merge(hits.Examples, Example(signal)),
        };
    }

    private static IReadOnlyList<RuleExample> Example(ObservedSignal signal)
    {
        var detection = signal.Detections[0];
        return RuleExamples.One(signal.Signal.Time, $"{signal.Subject?.Name}: {detection.Title}: {detection.Output ?? signal.Signal.Summary}");
    }
}
