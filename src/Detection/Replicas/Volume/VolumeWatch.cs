using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>Watches a workload's replicas for more of something than their siblings do.</summary>
internal sealed partial class VolumeWatch
{
    /// <summary>Below e^<see cref="EvidenceTail.Mark"/>; spares a logarithm for each replica and window.</summary>
    private const double LeastTotal = 7;

    /// <summary>What is told in a quarter of an hour if nothing comes in between is told within an hour as a rule.</summary>
    private const int Quarter = 15;

    private readonly VolumeColumns _columns = new();
    private readonly EvidenceTail[] _tails = [.. FeatureFamilies.All.Select(family => new EvidenceTail(family.IsRetried))];
    private VolumeRow[] _rows = [];
    private double _watched;

    public int Fit(IReadOnlyList<FeatureFamily> families, int replicas)
    {
        _columns.Fit(families, replicas);
        return _columns.Width;
    }

    public void Renew(int column) => _columns.Renew(column);

    /// <summary>Share of the evidence that a column has; 0 where it is not of the family.</summary>
    public double Weight(int column, int family) => _columns.Family[column] == family ? _columns.Weight(column) : 0;

    /// <summary>What a replica did of a column per second, over the past.</summary>
    public double Usual(int column) => _columns.Rate(column);

    /// <summary>Judges one window of siblings; of two only if there are no others, because nothing but the past tells them apart.</summary>
    /// <param name="siblings">Replicas that can be compared.</param>
    /// <param name="all">How many replicas the workload has.</param>
    /// <param name="window">Number of the window.</param>
    /// <param name="start">When it began.</param>
    public void Judge(List<ReplicaState> siblings, int all, long window, DateTimeOffset start)
    {
        if (siblings.Count < VolumeEvidence.Fewest || (siblings.Count == VolumeEvidence.Fewest && all > siblings.Count))
            return;
        if (_rows.Length < siblings.Count)
            _rows = new VolumeRow[siblings.Count * 2];
        for (var at = 0; at < siblings.Count; at++)
        {
            _rows[at] = siblings[at].Volume;
            _rows[at].Frozen = siblings[at].IsReported;
            _watched += _rows[at].Frozen ? 0 : 1;
        }

        using var scratch = VolumeEvidence.Judge(_columns, _rows.AsSpan(0, siblings.Count), all);
        foreach (var sibling in siblings)
        {
            if (sibling.Rise is null && (sibling.Volume.Total < LeastTotal || Math.Log(sibling.Volume.Total) < EvidenceTail.Mark || sibling.Volume.IsNew))
                continue;
            if (sibling.Rise is null)
            {
                sibling.Rise = new VolumeRise(start, _columns.Width);
                if (sibling.Story is null || window - sibling.Story.Began > VolumeStory.Longest)
                    sibling.Story = new VolumeStory(window);
            }

            sibling.Rise.Add(sibling.Volume, scratch);
            Follow(sibling.Rise, sibling.Story!, sibling.Volume);
        }
    }

    /// <summary>Notes how high the rise is in each family, and teaches it unless the replica is under suspicion.</summary>
    private void Follow(VolumeRise rise, VolumeStory story, VolumeRow row)
    {
        Span<double> evidence = stackalloc double[_tails.Length];
        evidence.Clear();
        for (var column = 0; column < _columns.Width; column++)
            evidence[_columns.Family[column]] += (double)_columns.Weight(column) * row.Evidence(column);
        for (var family = 0; family < _tails.Length; family++)
        {
            var height = Math.Log(evidence[family]);
            if (height < EvidenceTail.Mark)
                continue;
            rise.Peak(family) = Math.Max(rise.Peak(family), height);
            if (!row.Frozen && height > story.Peak(family))
                Teach(rise, story, family, height);
        }
    }

    private void Teach(VolumeRise rise, VolumeStory story, int family, double height)
    {
        if (story.Peak(family) > 0)
            _tails[family].Withdraw(story.Peak(family));
        _tails[family].Add(height);
        story.Peak(family) = rise.Taught(family) = height;
    }

    /// <summary>Takes back what a rise taught, because it is reported: else the next would have to be higher to be told.</summary>
    public void Withdraw(VolumeRise rise, VolumeStory story)
    {
        for (var family = 0; family < _tails.Length; family++)
        {
            if (rise.Taught(family) == 0)
                continue;
            _tails[family].Withdraw(story.Peak(family));
            story.Peak(family) = 0;
        }
    }

    /// <summary>Lets a reported rise that has ended teach what it taught before. From then on its height told how long it lasted.</summary>
    public void TeachTold(VolumeRise rise)
    {
        for (var family = 0; family < _tails.Length; family++)
        {
            if (rise.Taught(family) > 0)
                _tails[family].AddTold(rise.Taught(family));
        }
    }

    /// <param name="column">Of a feature.</param>
    /// <param name="siblings">Replicas that are compared.</param>
    /// <param name="rate">How often, per window, some benign replica of the workload may be taken for odd.</param>
    /// <param name="seconds">Length of a window.</param>
    /// <returns>Times the usual that would be told if they came at once, and if they came slowly; null where no rise would.</returns>
    public (double? Sudden, double? Slow) Limits(int column, IReadOnlyList<ReplicaState> siblings, double rate, double seconds)
    {
        var family = _columns.Family[column];
        var share = _columns.Share[family];
        if (_tails[family].Height(rate / siblings.Count, share, _watched, siblings.Count) is not { } height)
            return (null, null);
        var limits = new VolumeLimits(_columns, siblings.Count, seconds);
        return (limits.Least(column, height, Quarter, isFollowed: false), limits.Least(column, height, VolumeColumns.Memory, isFollowed: true));
    }

    /// <summary>Whether enough was seen of a column to judge how much of it is much.</summary>
    public bool IsJudged(int column) => _columns.Of(column).Seen > VolumeEvidence.LeastSeen;

    /// <returns>How often, per window, some benign replica of the workload rises so high, and in which family it is the rarest.</returns>
    public (double Rate, int Family) Rate(VolumeRise rise, VolumeStory story, int replicas)
    {
        var rarest = (Rate: 1.0, Family: 0);
        for (var family = 0; family < _tails.Length; family++)
        {
            if (rise.Peak(family) == 0)
                continue;
            double? counted = story.Peak(family) > 0 ? story.Peak(family) : null;
            var rate = _tails[family].Rate(rise.Peak(family), counted, _columns.Share[family], _watched, replicas) * replicas;
            if (rate < rarest.Rate)
                rarest = (rate, family);
        }

        return rarest;
    }
}
