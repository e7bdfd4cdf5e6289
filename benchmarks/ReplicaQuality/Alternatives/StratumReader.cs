using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>
/// Parts a window into strata: same revision and image, at least three replicas which are past their start and were observed for a
/// quarter of the time or more.
/// </summary>
internal sealed class StratumReader
{
    private const double LeastExposure = 0.25, YoungSeconds = 300;
    private const int LeastReplicas = 3;

    private readonly HourlyWindows? _hourly;
    private readonly double _seconds;

    // By the features' numbers.
    private readonly Dictionary<int, int> _columns = [];

    /// <param name="isHourly">Whether it compares what replicas did in the last hour, every ten minutes, and not in the last minute.</param>
    public StratumReader(bool isHourly)
    {
        _hourly = isHourly ? new HourlyWindows() : null;
        _seconds = isHourly ? HourlyWindows.Seconds : WorkloadWindow.Seconds;
    }

    public bool IsHourly => _hourly is not null;

    /// <summary>Whether a gauge is a level, which does not grow with time.</summary>
    public static bool IsLevel(string feature) => feature is "gauge:memory" or "gauge:connections";

    public IEnumerable<Stratum> Read(WorkloadWindow window) => _hourly is null ? Parted(window) : _hourly.Add(window) is { } hour ? Parted(hour) : [];

    private IEnumerable<Stratum> Parted(WorkloadWindow window)
    {
        ReplicaWindow[] observed = [.. window.Replicas.Where(replica => replica.ExposureSeconds >= LeastExposure * _seconds && replica.AgeSeconds >= Math.Max(YoungSeconds, _seconds))];
        if (observed.Length >= LeastReplicas && Array.TrueForAll(observed, replica => Key(replica) == Key(observed[0])))
            return [Read(observed)];
        return observed.GroupBy(Key).Where(static group => group.Count() >= LeastReplicas).Select(group => Read([.. group]));
    }

    private static (string, string, string) Key(ReplicaWindow replica) => (replica.Revision, replica.Image, replica.Container);

    private Stratum Read(ReplicaWindow[] replicas)
    {
        _columns.Clear();
        var features = new List<string>();
        var columns = new List<double[]>();
        for (var row = 0; row < replicas.Length; row++)
        {
            var perTime = _seconds / replicas[row].ExposureSeconds;
            foreach (var (feature, number, count) in replicas[row].Counts)
            {
                if (!_columns.TryGetValue(number, out var column))
                {
                    column = columns.Count;
                    _columns.Add(number, column);
                    features.Add(feature);
                    columns.Add(new double[replicas.Length]);
                }

                columns[column][row] = count * (IsLevel(feature) ? 1 : perTime);
            }
        }

        return new Stratum([.. replicas.Select(static replica => replica.Name)], features, columns);
    }
}
