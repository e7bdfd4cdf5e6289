using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Offline;

/// <summary>
/// When each rule was in storm: hits over the whole cluster without a long pause, in many subjects. Severe hits and what
/// sensors tell of themselves make no storm.
/// </summary>
internal sealed class StormRuns
{
    private readonly Dictionary<string, List<(DateTimeOffset First, DateTimeOffset Last)>> _storms = new(StringComparer.Ordinal);

    public StormRuns(IEnumerable<(SubjectRef Subject, FoldCell Cell)> seen, DetectionOptions options)
    {
        var hits = seen.Where(static one => IsCandidate(one.Cell)).SelectMany(static one => one.Cell.Rules.Select(rule => (Rule: rule, one.Subject, one.Cell)));
        foreach (var rule in hits.GroupBy(static hit => hit.Rule, StringComparer.Ordinal))
        {
            var storms = Storms(rule.Select(static hit => (hit.Subject, hit.Cell.First, hit.Cell.Last)), options).ToList();
            if (storms.Count > 0)
                _storms.Add(rule.Key, storms);
        }
    }

    public bool Covers(FoldCell cell) => IsCandidate(cell) && cell.Rules.All(rule => Covers(rule, cell.First));

    private bool Covers(string rule, DateTimeOffset time) =>
        _storms.TryGetValue(rule, out var storms) && storms.Exists(storm => storm.First <= time && time <= storm.Last);

    private static bool IsCandidate(FoldCell cell) => cell.Severity < Severity.High && !cell.Health;

    private static IEnumerable<(DateTimeOffset First, DateTimeOffset Last)> Storms(
        IEnumerable<(SubjectRef Subject, DateTimeOffset First, DateTimeOffset Last)> hits, DetectionOptions options)
    {
        var subjects = new HashSet<SubjectRef>();
        var (first, last) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        foreach (var hit in hits.OrderBy(static hit => hit.First))
        {
            if (subjects.Count > 0 && hit.First - last > options.StormGap)
            {
                if (subjects.Count >= options.StormSubjects)
                    yield return (first, last);
                subjects.Clear();
            }

            (first, last) = subjects.Count == 0 ? (hit.First, hit.Last) : (first, hit.Last > last ? hit.Last : last);
            subjects.Add(hit.Subject);
        }

        if (subjects.Count >= options.StormSubjects)
            yield return (first, last);
    }
}
