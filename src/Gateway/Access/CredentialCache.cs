using System.Collections.Frozen;
using IncidentMesh.Contracts.Access;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Access;

/// <summary>
/// A copy of all credentials, so that a request costs no grain call. Brought up to date every few seconds and at once
/// when an unknown id turns up (at most four times a second). Where that fails the copy counts for a while, then nothing
/// is let in: a revocation must not be dodged by an outage.
/// </summary>
internal sealed partial class CredentialCache(
    IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<CredentialCache> logger) : BackgroundService
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);
    private readonly Lock _lock = new();
    private readonly AccessOptions _options = options.Value.Access;
    private volatile Snapshot? _snapshot;
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private Task<bool>? _next;
    private long _lastStart;
    private bool _failing;

    /// <summary>Whether the copy is recent enough to let anybody in.</summary>
    public bool IsCurrent => _snapshot is { } snapshot && time.GetElapsedTime(snapshot.AsOf) <= _options.StaleAfter;

    public async ValueTask<CredentialLookup> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (IsCurrent && _snapshot is { } known && known.ById.TryGetValue(id, out var credential))
            return new CredentialLookup(credential, false);

        var refreshed = await RefreshSoonAsync().WaitAsync(cancellationToken);
        return refreshed && _snapshot is { } snapshot
            ? new CredentialLookup(snapshot.ById.GetValueOrDefault(id), false)
            : new CredentialLookup(null, true);
    }

    /// <summary>A refresh that starts after this call, soon: everybody who asks meanwhile shares it.</summary>
    /// <returns>Whether it worked.</returns>
    public Task<bool> RefreshSoonAsync()
    {
        lock (_lock)
            return _next ??= RefreshAfterPauseAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.RefreshEvery, time);
        try
        {
            do
            {
                await RefreshSoonAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also when the host never came up: then it would take this for a failure of its own.
        }
    }

    public override void Dispose()
    {
        _oneAtATime.Dispose();
        base.Dispose();
    }

    private async Task<bool> RefreshAfterPauseAsync()
    {
        // Never ends within the lock of its caller, which is about to remember it as the next one.
        await Task.Yield();
        await _oneAtATime.WaitAsync();
        try
        {
            var wait = LeastPause - time.GetElapsedTime(_lastStart);
            if (_lastStart != 0 && wait > TimeSpan.Zero)
                await Task.Delay(wait, time);
            lock (_lock)
                _next = null;
            _lastStart = time.GetTimestamp();
            return await RefreshAsync(_lastStart);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> RefreshAsync(long asOf)
    {
        try
        {
            var version = _snapshot?.Version ?? -1;
            var news = await grains.GetGrain<IAccessGrain>(IAccessGrain.Key).GetIfNewerAsync(version).WaitAsync(CallTimeout, time);
            if (news is not null)
                _snapshot = new Snapshot(news.Version, news.Credentials.ToFrozenDictionary(one => one.Id, StringComparer.Ordinal), asOf);
            else if (_snapshot is { } same)
                _snapshot = same with { AsOf = asOf };
            if (_failing)
                LogBack();
            _failing = false;
            return true;
        }
        // Boundary: whatever keeps the credentials away, the copy goes on to count until it is stale.
        catch (Exception failure)
        {
            if (!_failing)
                LogFailing(_options.StaleAfter, failure);
            _failing = true;
            return false;
        }
    }

    private sealed record Snapshot(long Version, FrozenDictionary<string, Credential> ById, long AsOf);
}
