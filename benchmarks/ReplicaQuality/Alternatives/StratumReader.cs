using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Parts a window into strata: same revision and image, same age band, at least three replicas which were observed for long enough.</summary>
internal sealed class StratumReader
{
    private const double LeastExposureSeconds = 15, YoungSeconds = 300;
    private const int LeastReplicas = 3;

    // A workload's features are one object each, which is cheaper to find than equal text.
    private readonly Dictionary<object, int> _columns = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<Stratum> Read(WorkloadWindow window)
    {
        ReplicaWindow[] observed = [.. window.Replicas.Where(static replica => replica.ExposureSeconds >= LeastExposureSeconds)];
        if (observed.Length >= LeastReplicas && Array.TrueForAll(observed, replica => Key(replica) == Key(observed[0])))
            return [Read(observed)];
        return observed.GroupBy(Key).Where(static group => group.Count() >= LeastReplicas).Select(group => Read([.. group]));
    }

    private static (string, string, string, bool) Key(ReplicaWindow replica) => (replica.Revision, replica.Image, replica.Container, replica.AgeSeconds < YoungSeconds);

    private Stratum Read(ReplicaWindow[] replicas)
    {
        _columns.Clear();
        var features = new List<string>();
        var columns = new List<double[]>();
        for (var row = 0; row < replicas.Length; row++)
        {
            var perMinute = WorkloadWindow.Seconds / replicas[row].ExposureSeconds;
            foreach (var (feature, count) in replicas[row].Counts)
            {
                if (!_columns.TryGetValue(feature, out var column))
                {
                    column = columns.Count;
                    _columns.Add(feature, column);
                    features.Add(feature);
                    columns.Add(new double[replicas.Length]);
                }

                columns[column][row] = count * (feature is "gauge:memory" or "gauge:connections" ? 1 : perMinute);
            }
        }

        return new Stratum([.. replicas.Select(static replica => replica.Name)], features, columns);
    }
}
