namespace IncidentMesh.Cli.Analysis;

/// <summary>Something in a file that is no event, or a file that could not be read.</summary>
/// <param name="File">As it was named on the command line.</param>
/// <param name="Line">From 1; 0 where it is about the file as a whole.</param>
/// <param name="Error">For people. May quote the file.</param>
internal sealed record UnreadPiece(string File, long Line, string Error);
