using System.Collections.Concurrent;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Comparison;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Effects;

/// <summary>
/// Carries effects out, outside any grain turn. It is the one layer that retries: an effect stays in the outbox until
/// its owner has committed the outcome.
/// </summary>
internal sealed partial class EffectDispatcher(
    IOutbox outbox,
    IEffectFence fence,
    IEnumerable<IEffectHandler> handlers,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<OutboxOptions> options,
    GrainInstruments instruments,
    ILogger<EffectDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(15);

    /// <summary>Time within a lease that is left for reporting the outcome.</summary>
    private static readonly TimeSpan ReportingTime = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, IEffectHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);
    private readonly string _claimant = $"{Environment.MachineName}/{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly SemaphoreSlim _wake = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        outbox.Changed += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var started = await StartDueAsync(stoppingToken);
                if (!started)
                {
                    await _wake.WaitAsync(await PauseAsync(stoppingToken), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            outbox.Changed -= Wake;
            await Task.WhenAll(_running.Keys);
        }
    }

    private async Task<bool> StartDueAsync(CancellationToken stoppingToken)
    {
        var free = options.Value.Concurrency - _running.Count;
        if (free <= 0)
        {
            return false;
        }

        try
        {
            var claimed = await outbox.ClaimAsync(_claimant, time.GetUtcNow(), options.Value.Lease, free, stoppingToken);
            foreach (var effect in claimed)
            {
                var run = RunAsync(effect, stoppingToken);
                _running[run] = 0;
                _ = run.ContinueWith(
                    done =>
                    {
                        _running.TryRemove(done, out _);
                        Wake();
                    },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            return claimed.Count > 0;
        }
        catch (StoreUnavailableException exception)
        {
            LogStoreUnavailable(exception);
            return false;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // A boundary: a background loop that ends takes the whole process with it.
            LogRoundFailed(exception);
            await _wake.WaitAsync(LongestWait, stoppingToken);
            return false;
        }
    }

    private async Task<TimeSpan> PauseAsync(CancellationToken stoppingToken)
    {
        try
        {
            var next = await outbox.NextDueAsync(stoppingToken);
            var pause = next is { } due ? due - time.GetUtcNow() : LongestWait;
            return _running.Count >= options.Value.Concurrency || pause > LongestWait ? LongestWait : Max(pause, TimeSpan.FromMilliseconds(5));
        }
        catch (Exception) when (!stoppingToken.IsCancellationRequested)
        {
            // A boundary, as above. Claiming meets the same fault, and logs it.
            return LongestWait;
        }
    }

    private async Task RunAsync(ClaimedEffect effect, CancellationToken stoppingToken)
    {
        try
        {
            await SettleAsync(effect, await TryAsync(effect, stoppingToken));
        }
        catch (Exception exception)
        {
            // Neither the store nor the owner could take the outcome: the lease runs out and the effect is tried
            // again, which is safe, for every handler reads before it writes.
            LogOutcomeLost(effect.Owner, effect.Id, exception);
        }
    }

    private async Task<EffectOutcome> TryAsync(ClaimedEffect effect, CancellationToken stoppingToken)
    {
        if (effect.Kind == EffectKinds.Timer)
        {
            return new EffectOutcome.Done(default);
        }

        if (!_handlers.TryGetValue(effect.Kind, out var handler))
        {
            return new EffectOutcome.Undecidable($"No handler is named '{effect.Kind}': is its integration switched off?");
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(Max(Min(handler.Timeout, effect.LeaseUntil - time.GetUtcNow() - ReportingTime), TimeSpan.FromSeconds(1)));
        try
        {
            return await fence.CheckAsync(effect, timeout.Token) ?? await handler.ExecuteAsync(effect, timeout.Token);
        }
        catch (Exception exception)
        {
            // A handler that throws has an unknown outcome: the next try reads first. A fence that does had nothing done.
            if (exception is not OperationCanceledException)
            {
                LogHandlerFailed(effect.Kind, effect.Owner, effect.Id, exception);
            }

            return stoppingToken.IsCancellationRequested
                ? new EffectOutcome.Again(TimeSpan.Zero, "It was stopped with its silo.")
                : new EffectOutcome.Again(null, exception is OperationCanceledException ? "It took too long." : exception.Message);
        }
    }

    private async Task SettleAsync(ClaimedEffect effect, EffectOutcome outcome)
    {
        instruments.EffectTried(effect.Kind, outcome.GetType().Name.ToLowerInvariant());
        switch (outcome)
        {
            case EffectOutcome.Done done:
                await ReportAsync(effect, new EffectReport { Effect = effect.Id, Done = true, Result = done.Result.ToArray(), At = time.GetUtcNow() });
                break;
            case EffectOutcome.Refused refused:
                LogRefused(effect.Kind, effect.Owner, effect.Id, refused.Reason);
                await ReportAsync(effect, new EffectReport { Effect = effect.Id, Done = false, Reason = refused.Reason, At = time.GetUtcNow() });
                break;
            case EffectOutcome.Halted halted:
                LogRefused(effect.Kind, effect.Owner, effect.Id, halted.Reason);
                await ReportAsync(effect, new EffectReport { Effect = effect.Id, Done = false, Halted = true, Reason = halted.Reason, At = time.GetUtcNow() });
                break;
            case EffectOutcome.Again { After: null, Reason: var reason } when effect.Attempt >= options.Value.MaxAttempts && !EffectKinds.IsWatch(effect.Kind):
                await ParkAsync(effect, $"Given up after {effect.Attempt} tries: {reason}");
                break;
            case EffectOutcome.Again again:
                LogAgain(effect.Kind, effect.Owner, effect.Id, effect.Attempt, again.Reason);
                await outbox.DeferAsync(effect, time.GetUtcNow() + (again.After ?? (EffectKinds.IsWatch(effect.Kind) ? WatchPause : Backoff(effect.Attempt))), again.Reason, CancellationToken.None);
                break;
            case EffectOutcome.Overdue overdue:
                await ReportAsync(effect, new EffectReport { Effect = effect.Id, Done = false, Overdue = true, Reason = overdue.Reason, At = time.GetUtcNow() });
                await outbox.DeferAsync(effect, time.GetUtcNow() + overdue.After, overdue.Reason, CancellationToken.None);
                break;
            case EffectOutcome.Undecidable undecidable:
                await ParkAsync(effect, undecidable.Reason);
                break;
        }
    }

    private async Task ParkAsync(ClaimedEffect effect, string reason)
    {
        // The owner first: what is parked is not claimed again, so that nobody would tell the owner afterwards. Where the
        // owner knows and parking fails, the lease runs out, and the effect is tried and told again.
        await ReportAsync(effect, new EffectReport { Effect = effect.Id, Done = false, Parked = true, Reason = reason, At = time.GetUtcNow() });
        await outbox.ParkAsync(effect, reason, CancellationToken.None);
        LogParked(effect.Kind, effect.Owner, effect.Id, reason);
    }

    private async Task ReportAsync(ClaimedEffect effect, EffectReport report)
    {
        report = report with { Claim = EffectKinds.NeedsClaim(effect.Kind) ? effect.Claim : null };
        try
        {
            await RecordAsync();
        }
        catch (StaleStateException)
        {
            // Another activation had committed. This one knows that now, and reads the store before it records again.
            await RecordAsync();
        }

        Task RecordAsync() => effect.Owner.Kind == ComparisonGrain.Kind
            ? grains.GetGrain<IComparisonGrain>(effect.Owner.Id).RecordAsync(report)
            : grains.GetGrain<IIncidentGrain>(effect.Owner.Id).RecordAsync(report);
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was faster; the flag is up.
        }
    }

    private static TimeSpan Backoff(int attempt) =>
        Min(TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(attempt - 1, 12))), LongestBackoff);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
