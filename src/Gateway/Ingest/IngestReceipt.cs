namespace IncidentMesh.Gateway.Ingest;

/// <summary>What became of a request. Sent only when everything in it is on disk.</summary>
/// <param name="Accepted">Events in the log.</param>
/// <param name="Rejected">Pieces that could not be read.</param>
/// <param name="DeadLetters">How many of those are kept.</param>
/// <param name="Offset">Offset of the log entry that holds the accepted events.</param>
/// <param name="Partition">Log partition: <c>cluster/format</c>.</param>
/// <param name="Others">Where else events are, when they were of several sensors: <paramref name="Offset"/> is of the first then.</param>
internal sealed record IngestReceipt(
    int Accepted, int Rejected, int DeadLetters, long Offset, string Partition, IReadOnlyList<IngestPart>? Others = null);

/// <param name="Accepted">Events in the log, counted in the receipt too.</param>
/// <param name="Offset">Offset of their log entry.</param>
/// <param name="Partition">Log partition: <c>cluster/format</c>.</param>
internal sealed record IngestPart(int Accepted, long Offset, string Partition);
