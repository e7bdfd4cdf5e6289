using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Folding;
using IncidentMesh.Detection.Folding.Chains;

namespace IncidentMesh.Detection;

/// <summary>
/// Remembers what suppressions hid of each subject for a burst's gap, for the incident in which it turns out to have been
/// steps of an attack. Bounded: of more subjects the one that was hidden longest ago is forgotten first, of more rules in one
/// the latest; their signals stay counted. For one thread at a time.
/// </summary>
public sealed class HiddenSteps
{
    private const int MostSubjects = 64;
    private const int MostSteps = 8;
    private const int LongestText = 200;

    private readonly TimeSpan _gap;
    private readonly Dictionary<string, List<HiddenStep>> _subjects;

    /// <param name="gap">How long it is remembered.</param>
    /// <param name="saved">What <see cref="Save"/> gave; null to begin with nothing.</param>
    public HiddenSteps(TimeSpan gap, IReadOnlyDictionary<string, IReadOnlyList<HiddenStep>>? saved = null)
    {
        _gap = gap;
        _subjects = (saved ?? new Dictionary<string, IReadOnlyList<HiddenStep>>()).ToDictionary(static pair => pair.Key, static pair => pair.Value.ToList(), StringComparer.Ordinal);
    }

    public Dictionary<string, IReadOnlyList<HiddenStep>> Save() => _subjects.ToDictionary(static pair => pair.Key, static IReadOnlyList<HiddenStep> (pair) => [.. pair.Value]);

    /// <summary>Takes in a signal that a suppression hides.</summary>
    public void Hide(string subject, string suppression, Signal signal, IReadOnlyList<SignalDetection> detections)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detections);
        if (!_subjects.TryGetValue(subject, out var steps))
        {
            if (_subjects.Count == MostSubjects)
                _subjects.Remove(_subjects.MinBy(static pair => pair.Value.Max(static step => step.Hits.LastSeen)).Key);
            _subjects.Add(subject, steps = []);
        }

        steps.RemoveAll(step => signal.Time - step.Hits.LastSeen > _gap);
        foreach (var detection in detections)
            Merge(steps, new HiddenStep(suppression, HitsOf(detection, signal.Time)), MostSteps);
    }

    /// <summary>What was hidden of a subject within the gap before; it is told once.</summary>
    public IReadOnlyList<HiddenStep> Take(string subject, DateTimeOffset time) =>
        _subjects.Remove(subject, out var steps) ? [.. steps.Where(step => time - step.Hits.LastSeen <= _gap)] : [];

    /// <summary>Adds a step to others, to the same rule's under the same suppression where that is among them.</summary>
    internal static void Merge(List<HiddenStep> steps, HiddenStep step, int most)
    {
        var known = steps.FindIndex(other => other.Suppression == step.Suppression && other.Hits.Rule == step.Hits.Rule);
        if (known >= 0)
            steps[known] = step with { Hits = RuleHitsMerge.Of(steps[known].Hits, step.Hits) };
        else if (steps.Count < most)
            steps.Add(step);
    }

    private static RuleHits HitsOf(SignalDetection detection, DateTimeOffset time) => new()
    {
        Rule = RuleExamples.Cut(detection.Rule, LongestText),
        Title = RuleExamples.Cut(detection.Title, LongestText),
        Severity = detection.Severity,
        Count = 1,
        FirstSeen = time,
        LastSeen = time,
        Techniques = detection.Techniques,
        Times = SlotTimes.One(time),
    };
}
