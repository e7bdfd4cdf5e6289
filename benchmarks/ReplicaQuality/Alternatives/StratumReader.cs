using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Parts a window into strata: same revision and image, same age band, at least three replicas which were observed for long enough.</summary>
internal sealed class StratumReader
{
    private const double LeastExposureSeconds = 15, YoungSeconds = 300;
    private const int LeastReplicas = 3;

    private readonly Dictionary<string, int> _columns = [];

    public IEnumerable<Stratum> Read(WorkloadWindow window) =>
        window.Replicas
            .Where(static replica => replica.ExposureSeconds >= LeastExposureSeconds)
            .GroupBy(static replica => (replica.Revision, replica.Image, replica.Container, replica.AgeSeconds < YoungSeconds))
            .Where(static group => group.Count() >= LeastReplicas)
            .Select(group => Read([.. group]));

    private Stratum Read(ReplicaWindow[] replicas)
    {
        _columns.Clear();
        foreach (var replica in replicas)
        {
            foreach (var item in replica.Counts)
                _columns.TryAdd(item.Feature, _columns.Count);
        }

        var features = new string[_columns.Count];
        foreach (var (feature, column) in _columns)
            features[column] = feature;
        var values = new double[replicas.Length, features.Length];
        for (var row = 0; row < replicas.Length; row++)
        {
            var perMinute = WorkloadWindow.Seconds / replicas[row].ExposureSeconds;
            foreach (var item in replicas[row].Counts)
                values[row, _columns[item.Feature]] = item.Count * (item.Feature is "gauge:memory" or "gauge:connections" ? 1 : perMinute);
        }

        return new Stratum([.. replicas.Select(static replica => replica.Name)], features, values);
    }
}
