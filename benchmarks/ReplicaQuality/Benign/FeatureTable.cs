namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>The features of one workload by number. The first are the gauges.</summary>
internal sealed class FeatureTable
{
    public const int Cpu = 0, Memory = 1, BytesIn = 2, BytesOut = 3, Connections = 4;

    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = [];

    public FeatureTable()
    {
        foreach (var gauge in (string[])["gauge:cpu", "gauge:memory", "gauge:bytes_in", "gauge:bytes_out", "gauge:connections"])
            Number(gauge);
    }

    public int Count => _names.Count;

    public string Name(int number) => _names[number];

    /// <summary>Adds the feature where it is new.</summary>
    public int Number(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
            return number;
        number = _names.Count;
        _names.Add(name);
        _numbers.Add(name, number);
        return number;
    }
}
