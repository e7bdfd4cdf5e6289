using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Signals;

/// <summary>A signal that waits for its pod to become known.</summary>
[GenerateSerializer, Immutable, Alias("im.state.held-signal")]
internal sealed record HeldSignal(
    [property: Id(0)] Signal Signal,
    [property: Id(1)] IReadOnlyList<Contracts.Signals.Detection> Detections,
    [property: Id(2)] DateTimeOffset HeldAt);

/// <summary>A held signal on its way, with the place that was decided for it. Committed before it is delivered.</summary>
[GenerateSerializer, Immutable, Alias("im.state.released-signal")]
internal sealed record ReleasedSignal([property: Id(0)] HeldSignal Held, [property: Id(1)] Attribution Attribution);
