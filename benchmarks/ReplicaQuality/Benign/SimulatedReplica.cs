using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>A pod: what stays with it, and what it does in the window that is being drawn.</summary>
internal sealed class SimulatedReplica
{
    private readonly List<int> _happened = [];
    private double[] _rates = [];
    private double[] _extra = [];

    public required string Name { get; init; }

    public required string Zone { get; init; }

    public required string Node { get; init; }

    public required int? Ordinal { get; init; }

    public required Revision Revision { get; init; }

    /// <summary>In windows; the fraction says when within one. Before 0 for those that were there already.</summary>
    public required double StartedAt { get; set; }

    /// <summary>Share of the traffic that it draws, 1 for its fair share.</summary>
    public required double Weight { get; init; }

    /// <summary>Factor to that share in this window: what role, start and clients make of it.</summary>
    public double Share { get; set; } = 1;

    /// <summary>Factors by feature: the mix of requests that it happens to get. Empty for an even mix.</summary>
    public required double[] Mix { get; init; }

    /// <summary>Windows in which its memory fills up until the collector runs.</summary>
    public required int MemoryPeriod { get; init; }

    public bool? Leader { get; set; }

    public ReplicaWindow Window { get; } = new();

    /// <summary>Traffic in this window: 1 is the usual load of one fair share.</summary>
    public double Activity { get; set; }

    public double ExposureSeconds { get; set; }

    /// <summary>Share of events that a sensor loses without saying so.</summary>
    public double HiddenLoss { get; set; }

    public double CpuFactor { get; set; }

    public double BytesOutFactor { get; set; }

    public double BytesOutExtra { get; set; }

    /// <summary>Expected events a minute by feature, longer than the features there are.</summary>
    public double[] Rates => _rates;

    public IReadOnlyList<int> Happened => _happened;

    public double AgeWindows(int window) => window - StartedAt;

    public void Begin(int features)
    {
        if (_rates.Length < features)
        {
            Array.Resize(ref _rates, features + 64);
            Array.Resize(ref _extra, features + 64);
        }

        Array.Clear(_rates);
        (HiddenLoss, CpuFactor, BytesOutFactor, BytesOutExtra) = (0, 1, 1, 0);
    }

    /// <summary>Raises the rate of a feature in this window.</summary>
    public void Raise(int feature, double perMinute)
    {
        Reach(feature);
        _rates[feature] += perMinute;
    }

    /// <summary>Lets something happen so many times in this window.</summary>
    public void Happen(int feature, int times = 1)
    {
        Reach(feature);
        if (times <= 0)
            return;
        if (_extra[feature] == 0)
            _happened.Add(feature);
        _extra[feature] += times;
    }

    /// <summary>What happened of a feature, which is taken away with it.</summary>
    public int TakeHappened(int feature)
    {
        var times = (int)_extra[feature];
        _extra[feature] = 0;
        return times;
    }

    public void ForgetHappened()
    {
        foreach (var feature in _happened)
            _extra[feature] = 0;
        _happened.Clear();
    }

    private void Reach(int feature)
    {
        if (feature < _rates.Length)
            return;
        Array.Resize(ref _rates, feature + 64);
        Array.Resize(ref _extra, feature + 64);
    }
}
