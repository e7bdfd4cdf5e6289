namespace IncidentMesh.Gateway.Ingest;

/// <summary>Configuration section <c>Gateway:Ingest</c>.</summary>
public sealed class IngestOptions
{
    /// <summary>Largest body as sent, compressed or plain, in bytes. Default 16 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest body once unpacked, in bytes. Default 64 MiB.</summary>
    public int MaxUnpackedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Most unpacked bytes for each byte sent, looked at from the fifth unpacked MiB on. Alerts that differ in nothing but
    /// their time expand about 30 times, gzip's own bound is 1,032. Default 256.
    /// </summary>
    public int MaxExpansion { get; set; } = 256;

    /// <summary>Most bytes of bodies in memory at once; one key gets at most half of it. Default 256 MiB.</summary>
    public long MaxBytesInFlight { get; set; } = 256L * 1024 * 1024;

    /// <summary>Largest single event in bytes; larger ones become dead letters. Default 1 MiB.</summary>
    public int MaxEventBytes { get; set; } = 1024 * 1024;

    /// <summary>Most events in one request. Default 200,000.</summary>
    public int MaxEventsPerRequest { get; set; } = 200_000;

    /// <summary>Deepest nesting of JSON. Default 64.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>Most dead letters kept of one request; further ones are only counted. Default 1,000.</summary>
    public int MaxDeadLettersPerRequest { get; set; } = 1000;

    /// <summary>Events a second that one key may send in the long run. Default 50,000.</summary>
    public int EventsPerSecond { get; set; } = 50_000;

    /// <summary>Events that one key may send at once after a pause. Default 500,000.</summary>
    public int BurstEvents { get; set; } = 500_000;

    /// <summary>Longest time for a body to arrive. Default 60 s.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time to wait for the store; after it the sender is told to send again. Default 20 s.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
