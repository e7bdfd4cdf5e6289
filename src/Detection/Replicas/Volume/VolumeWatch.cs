using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Watches a workload's replicas for more of something than their siblings do.</summary>
internal sealed partial class VolumeWatch
{
    private readonly VolumeColumns _columns = new();
    private readonly VolumeScratch _scratch = new();
    private readonly EvidenceTail _tail = new();
    private VolumeRow[] _rows = [];

    public int Windows => _columns.Windows;

    public int Fit(IReadOnlyList<FeatureFamily> families)
    {
        _columns.Fit(families);
        return _columns.Width;
    }

    public double Weight(int column) => _columns.Weight[column];

    /// <summary>Judges one window of siblings.</summary>
    public void Judge(List<ReplicaState> siblings, DateTimeOffset start)
    {
        if (siblings.Count < VolumeEvidence.Fewest)
            return;
        if (_rows.Length < siblings.Count)
            _rows = new VolumeRow[siblings.Count * 2];
        var seconds = 0.0;
        for (var at = 0; at < siblings.Count; at++)
        {
            _rows[at] = siblings[at].Volume;
            _rows[at].Frozen = siblings[at].IsReported;
            seconds += _rows[at].Seconds;
        }

        VolumeEvidence.Judge(_columns, _rows.AsSpan(0, siblings.Count), _scratch);
        _tail.Watch(siblings.Count);
        foreach (var sibling in siblings)
        {
            var evidence = Math.Log(sibling.Volume.Total);
            if (evidence >= EvidenceTail.Mark && sibling.Rise is null && sibling.Volume.Windows >= VolumeEvidence.LearningWindows)
            {
                sibling.Rise = new VolumeRise(start, _columns.Width);
                _tail.Begin(evidence);
                sibling.Rise.Add(evidence, sibling.Volume, _scratch.Sum, seconds, siblings.Count);
            }
            else if (sibling.Rise is { } rise)
            {
                var before = rise.Peak;
                rise.Add(evidence, sibling.Volume, _scratch.Sum, seconds, siblings.Count);
                _tail.Grow(before, rise.Peak);
            }
        }
    }

    /// <returns>How often, per window, some benign replica of the workload rises so high.</returns>
    public double Rate(VolumeRise rise, int replicas) => _tail.Rate(rise.Peak) * replicas;
}
