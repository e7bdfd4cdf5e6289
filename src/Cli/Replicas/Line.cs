namespace IncidentMesh.Cli.Replicas;

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Its bytes without the line break, valid until the next line is asked for; null where it is too long to be read.</param>
internal readonly record struct Line(long Number, ReadOnlyMemory<byte>? Text);
