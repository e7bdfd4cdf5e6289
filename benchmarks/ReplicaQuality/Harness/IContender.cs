using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>A detector that takes part.</summary>
internal interface IContender
{
    /// <summary>As the command line takes it.</summary>
    string Name { get; }

    /// <summary>A detector for one workload that knows nothing yet. Called from several threads.</summary>
    /// <param name="place">Which workloads it will see: only the alternatives, which are tuned by them, may look at it.</param>
    /// <param name="falseAlarmsPerQuarter">Tolerated for the workload.</param>
    IDetector Create(Place place, double falseAlarmsPerQuarter);
}
