namespace IncidentMesh.Sensors;

/// <summary>What was in an envelope.</summary>
/// <param name="Events">Each one valid JSON object; none where the envelope only says that the way is open.</param>
/// <param name="Errors">What in it could not be read, for people.</param>
public sealed record EnvelopeContent(IReadOnlyList<ReadOnlyMemory<byte>> Events, IReadOnlyList<string> Errors);
