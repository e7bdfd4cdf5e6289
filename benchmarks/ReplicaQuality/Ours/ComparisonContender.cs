using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Ours;

/// <summary>The detector of the product. It is told the budget and nothing else.</summary>
internal sealed class ComparisonContender : IContender
{
    public string Name => "incidentmesh";

    public IDetector Create(Place place, double falseAlarmsPerQuarter) => new ComparisonDetector(falseAlarmsPerQuarter);
}
