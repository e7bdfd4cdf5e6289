using System.Diagnostics.CodeAnalysis;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Sensors;

/// <summary>How one sensor writes its events. Implementations are stateless and may be used from any thread.</summary>
public interface ISensorFormat
{
    /// <summary>One of <see cref="SensorNames"/>.</summary>
    string Name { get; }

    /// <summary>Whether one object of it may list several events: then a body is taken apart before it is kept.</summary>
    bool ListsEvents => false;

    /// <summary>Reads one event. Never throws, whatever the bytes are.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="receivedAt">When it was received: the event's time where it states none that can be read.</param>
    /// <param name="signal">The signal, without its position.</param>
    /// <param name="error">Why it cannot be read, for people; empty where it can.</param>
    bool TryRead(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, [NotNullWhen(true)] out Signal? signal, out string error);

    /// <summary>Whether a JSON object looks like an event of this sensor. Never throws.</summary>
    bool Recognizes(ReadOnlySpan<byte> json);
}
