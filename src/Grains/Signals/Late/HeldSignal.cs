using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Signals.Late;

/// <summary>A signal that waits for its pod to become known, with what was found out while its event was at hand.</summary>
[GenerateSerializer, Immutable, Alias("im.state.held-signal")]
internal sealed record HeldSignal(
    [property: Id(0)] Signal Signal,
    [property: Id(1)] IReadOnlyList<Contracts.Signals.Detection> Detections,
    [property: Id(2)] DateTimeOffset HeldAt,
    [property: Id(3)] IReadOnlyList<string>? Holding = null,
    [property: Id(4)] bool Attack = false,
    [property: Id(5)] ProcessChain? Process = null,
    [property: Id(6)] DateTimeOffset Received = default)
{
    /// <summary>When its event was received; where an older version held it, when it did.</summary>
    public DateTimeOffset ReceivedAt => Received == default ? HeldAt : Received;
}

/// <summary>A held signal on its way, with the place that was decided for it. Committed before it is delivered.</summary>
[GenerateSerializer, Immutable, Alias("im.state.released-signal")]
internal sealed record ReleasedSignal(
    [property: Id(0)] HeldSignal Held,
    [property: Id(1)] Attribution Attribution,
    [property: Id(2)] string? Suppression = null,
    [property: Id(3)] bool Shown = false,
    [property: Id(4)] string? Probe = null,
    [property: Id(5)] IReadOnlyList<HiddenStep>? HiddenBefore = null);
