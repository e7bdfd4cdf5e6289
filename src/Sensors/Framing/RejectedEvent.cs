namespace IncidentMesh.Sensors;

/// <summary>A piece of a body that is no event.</summary>
/// <param name="Line">Line where it begins, from 1.</param>
/// <param name="Error">What is wrong, for people. May quote the sender: hostile text.</param>
/// <param name="Range">Its bytes.</param>
public sealed record RejectedEvent(int Line, string Error, Range Range);
