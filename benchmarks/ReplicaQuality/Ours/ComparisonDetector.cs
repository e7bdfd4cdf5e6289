using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;
using Compared = IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Ours;

/// <summary>Gives the product's detector what the generator drew, in the product's words.</summary>
internal sealed class ComparisonDetector(double falseAlarmsPerQuarter) : IDetector
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Observing.WorkloadWindow.Seconds);

    // By the features' numbers.
    private readonly List<(string Name, GaugeKind Gauge)?> _names = [];
    // Of each place in the window, and filled anew: nothing is kept of a window once it is compared.
    private readonly List<(NamedValues<long> Activity, NamedValues<double> Gauges)> _values = [];
    private ReplicaComparison? _comparison;

    private enum GaugeKind
    {
        None,
        Level,
        Sum,
    }

    public IEnumerable<Alarm> Observe(Observing.WorkloadWindow window)
    {
        _comparison ??= new ReplicaComparison(window.Workload, Length, new FalseAlarmBudget(falseAlarmsPerQuarter));
        var seen = new Compared.WorkloadWindow(window.Workload, window.Start, Length, [.. window.Replicas.Select((replica, at) => Told(replica, at, window.Start))]);
        return _comparison.Observe(seen).Where(static finding => finding.Kind != FindingKind.Recovered).Select(static finding => new Alarm(
            finding.Kind switch
            {
                FindingKind.Replica => AlarmKind.Replica,
                FindingKind.Workload => AlarmKind.Workload,
                FindingKind.Revision => AlarmKind.Revision,
                _ => AlarmKind.Indeterminate,
            },
            finding.Replica, [.. finding.Evidence.Select(static evidence => evidence.Feature)], finding.EValue));
    }

    private Compared.ReplicaWindow Told(Observing.ReplicaWindow replica, int at, DateTimeOffset start)
    {
        if (at == _values.Count)
            _values.Add((new NamedValues<long>(), new NamedValues<double>()));
        var (activity, gauges) = _values[at];
        activity.Clear();
        gauges.Clear();
        foreach (var (feature, number, count) in replica.Counts)
        {
            var (name, gauge) = number < _names.Count && _names[number] is { } known ? known : Name(feature, number);
            if (gauge == GaugeKind.None)
                activity.Add(name, (long)count);
            else
                gauges.Add(name, gauge == GaugeKind.Sum ? count * Observing.WorkloadWindow.Seconds / replica.ExposureSeconds : count);
        }

        return new Compared.ReplicaWindow
        {
            Name = replica.Name,
            Revision = replica.Revision,
            Image = replica.Image,
            StartedAt = start.AddSeconds(-replica.AgeSeconds),
            ObservedSeconds = replica.ExposureSeconds,
            Activity = activity,
            Gauges = gauges,
        };
    }

    private (string Name, GaugeKind Gauge) Name(string feature, int number)
    {
        var colon = feature.IndexOf(':', StringComparison.Ordinal);
        var what = feature[(colon + 1)..];
        (string, GaugeKind) named = feature[..colon] switch
        {
            "gauge" => (what, what is "memory" or "connections" ? GaugeKind.Level : GaugeKind.Sum),
            "peer" => ($"connect|{what}", GaugeKind.None),
            "inbound" => ($"accept|{what}", GaugeKind.None),
            var family => ($"{family}|{what}", GaugeKind.None),
        };
        while (_names.Count <= number)
            _names.Add(null);
        _names[number] = named;
        return named;
    }
}
