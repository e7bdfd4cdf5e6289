namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Replicas that may be compared with each other in one window: per replica the rate of each feature that any of them has.</summary>
internal sealed class Stratum(IReadOnlyList<string> replicas, string[] features, double[,] values)
{
    public IReadOnlyList<string> Replicas => replicas;

    public int Rows => replicas.Count;

    public int Columns => features.Length;

    public string Feature(int column) => features[column];

    public bool IsGauge(int column) => features[column].StartsWith("gauge:", StringComparison.Ordinal);

    /// <summary>Per observed minute, except for gauges that are levels.</summary>
    public double this[int row, int column] => values[row, column];
}
