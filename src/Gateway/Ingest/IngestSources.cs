using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>What each key may have in memory and send a second, so that one flood leaves room for the other senders.</summary>
internal sealed class IngestSources(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int ManySources = 10_000;
    private readonly IngestOptions _options = options.Value.Ingest;
    private readonly ByteBudget _all = new(options.Value.Ingest.MaxBytesInFlight);
    private readonly ConcurrentDictionary<string, IngestSource> _sources = new(StringComparer.Ordinal);

    /// <summary>Bytes of bodies in memory now.</summary>
    public long BytesInFlight => _all.Used;

    /// <param name="credential">Id of a credential that was found valid: their number is bounded.</param>
    public IngestSource Of(string credential)
    {
        if (_sources.TryGetValue(credential, out var source))
            return source;
        if (_sources.Count >= ManySources)
            ForgetIdle();
        return _sources.GetOrAdd(credential, _ => new IngestSource(
            new ByteBudget(_options.MaxBytesInFlight / 2, _all),
            new EventQuota(_options.EventsPerSecond, _options.BurstEvents, time)));
    }

    private void ForgetIdle()
    {
        foreach (var (credential, source) in _sources)
        {
            if (source.Bytes.Used == 0 && source.Events.IsFull)
                _sources.TryRemove(credential, out _);
        }
    }
}

internal sealed record IngestSource(ByteBudget Bytes, EventQuota Events);
