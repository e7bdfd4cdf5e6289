using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

/// <summary>An alternative with a threshold for each kind and size, which <see cref="ThresholdTuning"/> sets.</summary>
internal sealed class TunedContender(string name, bool isHourly, Func<IOddness> oddness) : IContender
{
    public string Name => name;

    /// <summary>Whether it judges the trailing hour, every ten minutes, and not the minute.</summary>
    public bool IsHourly => isHourly;

    public Dictionary<Place, double> Thresholds { get; } = [];

    public IOddness Oddness() => oddness();

    public IDetector Create(Place place, double falseAlarmsPerQuarter) => new ThresholdDetector(oddness(), isHourly, Thresholds[place]);
}
