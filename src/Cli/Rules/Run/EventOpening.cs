using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Cli.Rules.Run;

/// <summary>Makes the bytes of one event an event of a source.</summary>
internal abstract class EventOpening(FieldSources source)
{
    public FieldSources Source => source;

    /// <param name="json">One JSON object.</param>
    /// <param name="receivedAt">The time of an event that states none.</param>
    /// <param name="error">Why it is none.</param>
    /// <returns>Its fields, valid until the next call; null where it is no event of the source.</returns>
    public abstract IEventFields? Open(ReadOnlyMemory<byte> json, DateTimeOffset receivedAt, out string? error);
}
