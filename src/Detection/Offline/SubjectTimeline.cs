using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Offline;

/// <summary>
/// A subject's bursts. Two detections are in one burst where a row of detections leads from one to the other without a
/// silence longer than the gap: that depends on the times alone, whatever order they come in. What comes late may join
/// two bursts into one.
/// </summary>
internal sealed class SubjectTimeline(SubjectRef subject, TimeSpan gap)
{
    /// <summary>By time; between any two is a silence longer than the gap.</summary>
    private readonly List<SubjectBurst> _bursts = [];

    public IReadOnlyList<SubjectBurst> Bursts => _bursts;

    /// <returns>Whether a burst was added with it.</returns>
    public bool Covers(DateTimeOffset time) => FirstThatReaches(time) is var at && at < _bursts.Count && _bursts[at].First - time <= gap;

    public SubjectBurst At(DateTimeOffset time)
    {
        var at = FirstThatReaches(time);
        if (at == _bursts.Count || _bursts[at].First - time > gap)
        {
            var opened = new SubjectBurst(subject, time);
            _bursts.Insert(at, opened);
            return opened;
        }

        var burst = _bursts[at];
        burst.Saw(time);
        while (at + 1 < _bursts.Count && _bursts[at + 1].First - burst.Last <= gap)
        {
            burst.Absorb(_bursts[at + 1]);
            _bursts.RemoveAt(at + 1);
        }

        return burst;
    }

    /// <returns>Index of the first burst that does not end more than the gap before the time.</returns>
    private int FirstThatReaches(DateTimeOffset time)
    {
        var (low, high) = (0, _bursts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (time - _bursts[middle].Last > gap)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
