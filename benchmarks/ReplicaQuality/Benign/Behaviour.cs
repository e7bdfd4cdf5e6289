namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>Something that happens in a workload beside its ordinary traffic.</summary>
internal abstract class Behaviour
{
    /// <summary>Decides who lives and with which role, before activities are drawn.</summary>
    public virtual void Arrange(SimulatedWorkload workload)
    {
    }

    /// <summary>Changes rates and exposures, and lets things happen, before counts are drawn.</summary>
    public virtual void Act(SimulatedWorkload workload)
    {
    }
}
