namespace IncidentMesh.Cli.Analysis;

/// <summary>Takes what <see cref="EventScanner"/> finds, in order.</summary>
internal interface IEventSink
{
    /// <param name="json">One valid JSON object; only valid during the call.</param>
    /// <param name="line">Line where it begins, from 1.</param>
    void OnEvent(ReadOnlySpan<byte> json, long line);

    /// <param name="line">From 1.</param>
    /// <param name="error">For people. May quote the file: hostile text.</param>
    void OnUnreadable(long line, string error);
}
