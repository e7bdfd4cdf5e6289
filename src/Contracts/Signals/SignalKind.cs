namespace IncidentMesh.Contracts.Signals;

/// <summary>What a signal speaks of.</summary>
[GenerateSerializer, Alias("im.signal-kind")]
public enum SignalKind
{
    /// <summary>Something that happened in the cluster.</summary>
    Event = 0,

    /// <summary>The sensor itself: it lost events or held them back, so something may have happened unseen.</summary>
    SensorHealth = 1,
}
