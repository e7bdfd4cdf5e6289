namespace IncidentMesh.Benchmarks.ReplicaQuality.Observing;

/// <summary>Watches one workload. It is given every window once and in order, from one thread.</summary>
public interface IDetector
{
    /// <summary>Alarms decided with this window. Whether a continuing deviation is repeated makes no difference to the counting.</summary>
    IEnumerable<Alarm> Observe(WorkloadWindow window);
}
