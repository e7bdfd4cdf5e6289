using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Kubernetes.Quarantine;

/// <summary>What came of one object.</summary>
internal abstract record ObjectChange
{
    private ObjectChange()
    {
    }

    /// <summary>It is not there any more, or not the one that was meant.</summary>
    public sealed record Gone : ObjectChange;

    /// <summary>Nothing had to be written.</summary>
    public sealed record Left : ObjectChange;

    public sealed record Written : ObjectChange;

    /// <summary>The fence forbids it.</summary>
    public sealed record Stopped(EffectOutcome Outcome) : ObjectChange;

    public sealed record Unread(ClusterFault Fault) : ObjectChange;

    public sealed record Unwritten(ClusterFault Fault) : ObjectChange;

    /// <summary>It was written, and something changed what was: an admission webhook may.</summary>
    public sealed record Altered(ClusterFault Fault) : ObjectChange;
}
