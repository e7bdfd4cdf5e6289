namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>What one replica did in one window. Valid until the workload's next window is drawn.</summary>
public sealed class ReplicaWindow
{
    private FeatureCount[] _counts = new FeatureCount[64];
    private int _length;

    public string Name { get; internal set; } = "";

    /// <summary>Hash of the pod template.</summary>
    public string Revision { get; internal set; } = "";

    /// <summary>Digest of the container's image.</summary>
    public string Image { get; internal set; } = "";

    public string Container { get; internal set; } = "";

    public string Zone { get; internal set; } = "";

    public string Node { get; internal set; } = "";

    /// <summary>Since the start of the container, at the window's start; 0 in the window in which it starts.</summary>
    public double AgeSeconds { get; internal set; }

    /// <summary>Of a StatefulSet's pod; null elsewhere.</summary>
    public int? Ordinal { get; internal set; }

    /// <summary>Whether it leads its siblings; null where no source tells.</summary>
    public bool? Leader { get; internal set; }

    /// <summary>For how long of the window a live sensor observed it: 0 to 60. With 0 there are no counts.</summary>
    public double ExposureSeconds { get; internal set; }

    /// <summary>
    /// In no particular order, each feature once, zeros left out. The gauges <c>cpu</c>, <c>bytes_in</c> and <c>bytes_out</c> add up
    /// over the observed seconds; <c>memory</c> and <c>connections</c> are levels.
    /// </summary>
    public ReadOnlySpan<FeatureCount> Counts => _counts.AsSpan(0, _length);

    internal void Clear() => _length = 0;

    internal void Add(string feature, int number, double count)
    {
        if (_length == _counts.Length)
            Array.Resize(ref _counts, 2 * _length);
        _counts[_length++] = new FeatureCount(feature, number, count);
    }
}
