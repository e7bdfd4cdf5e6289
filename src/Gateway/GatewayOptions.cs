using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Ingest;

namespace IncidentMesh.Gateway;

/// <summary>Configuration section <c>Gateway</c>. Checked when the host starts: see <see cref="GatewayOptionsValidator"/>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>What ingest takes.</summary>
    public IngestOptions Ingest { get; set; } = new();

    /// <summary>How credentials are kept current.</summary>
    public AccessOptions Access { get; set; } = new();

    /// <summary>Largest body of a REST request, in bytes. Default 1 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Most connections at once. Default 10,000.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Longest time for one REST request. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time to wait for one try of a read. A read is tried three times. Default 5 s.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time to wait for a command; after it, the outcome is unknown. Default 20 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
