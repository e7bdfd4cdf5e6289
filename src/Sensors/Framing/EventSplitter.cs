using IncidentMesh.Sensors.Framing;

namespace IncidentMesh.Sensors;

/// <summary>
/// Splits a request body or a piece of a file into events without copying. A body is one JSON value over any number of
/// lines, or JSON Lines. A value is an object (one event), an array of objects, or an audit <c>EventList</c>, whose
/// items are the events.
/// </summary>
/// <remarks>
/// A body counts as JSON Lines unless its first line is not a value by itself and the whole body is one. So a bad line
/// never costs another one, and of a document that was cut off at least the lines that are events are kept.
/// </remarks>
public static class EventSplitter
{
    /// <summary>Never throws, whatever the bytes are.</summary>
    public static SplitResult Split(ReadOnlyMemory<byte> body, SplitLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var splitting = new BodySplitting(body.Span, limits);
        splitting.Run();
        return splitting.ToResult();
    }
}
