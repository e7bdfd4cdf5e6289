using System.Buffers;
using System.Text.Json;
using IncidentMesh.Benchmarks.AuditEvents.Requests;

namespace IncidentMesh.Benchmarks.AuditEvents;

/// <summary>
/// Makes the audit log of a busy cluster, about 2.5 KB an event: nine tenths are nodes and controllers that renew leases
/// and write statuses, the rest service accounts and people. The same seed makes the same bytes. Not thread-safe.
/// </summary>
public sealed class AuditEventGenerator
{
    private readonly Random _random;
    private readonly Cluster _cluster;
    private readonly double _hostileShare;
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    /// <summary>A log that begins on 1 June 2026.</summary>
    /// <param name="seed">Which log.</param>
    /// <param name="hostileShare">Which share of the events an intruder asks for, from 0 to 1.</param>
    public AuditEventGenerator(int seed, double hostileShare = 0.01)
    {
        _random = new Random(seed);
        _cluster = new Cluster(_random);
        _hostileShare = hostileShare;
    }

    /// <summary>Makes the next event.</summary>
    public GeneratedEvent Next()
    {
        var isHostile = _random.NextDouble() < _hostileShare;
        var (kind, request) = isHostile ? HostileRequests.Make(_cluster) : OrdinaryRequests.Make(_cluster);
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true }))
            EventWriter.Write(json, request, _cluster);
        return new GeneratedEvent(_buffer.WrittenMemory, kind, isHostile);
    }
}
