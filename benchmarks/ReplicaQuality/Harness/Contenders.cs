using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;
using IncidentMesh.Benchmarks.ReplicaQuality.Ours;
using IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>All detectors that take part.</summary>
internal static class Contenders
{
    public static IContender[] Create() =>
    [
        new ComparisonContender(),
        new TunedContender("mad", isHourly: false, static () => new MadOddness()),
        new TunedContender("dbscan", isHourly: false, static () => new DbscanOddness()),
        new TunedContender("jensen-shannon", isHourly: false, static () => new JensenShannonOddness()),
        new TunedContender("mad-hour", isHourly: true, static () => new MadOddness()),
        new TunedContender("dbscan-hour", isHourly: true, static () => new DbscanOddness()),
        new TunedContender("jensen-shannon-hour", isHourly: true, static () => new JensenShannonOddness()),
    ];
}
