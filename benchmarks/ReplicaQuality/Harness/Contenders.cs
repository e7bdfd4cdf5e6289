using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;
using IncidentMesh.Benchmarks.ReplicaQuality.Tuning;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>All detectors that take part.</summary>
internal static class Contenders
{
    public static IContender[] Create() =>
    [
        new TunedContender("mad", static () => new MadOddness()),
        new TunedContender("dbscan", static () => new DbscanOddness()),
        new TunedContender("jensen-shannon", static () => new JensenShannonOddness()),
    ];
}
