namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Replicas that may be compared with each other in one window, and the rate of each feature that any of them has.</summary>
internal sealed class Stratum(string[] replicas, IReadOnlyList<string> features, IReadOnlyList<double[]> columns)
{
    public IReadOnlyList<string> Replicas => replicas;

    public int Rows => replicas.Length;

    public int Columns => columns.Count;

    public string Feature(int column) => features[column];

    public bool IsGauge(int column) => features[column].StartsWith("gauge:", StringComparison.Ordinal);

    /// <summary>Whether it is an amount with noise of its own size, and no count of anything.</summary>
    public bool IsAmount(int column) => IsGauge(column) && features[column] != "gauge:connections";

    /// <summary>One value for each replica: per observed minute or hour, except for gauges that are levels.</summary>
    public ReadOnlySpan<double> Column(int column) => columns[column];
}
