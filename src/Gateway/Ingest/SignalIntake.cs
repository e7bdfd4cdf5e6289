using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Sensors;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Ingest;

/// <summary>
/// From bytes to the signal log. What cannot be read is kept as dead letters first and the rest is appended then, so
/// that a failure in between loses nothing: the sender gets no 202 and sends all of it again.
/// </summary>
internal sealed partial class SignalIntake(
    ISignalLog log,
    GrainCalls calls,
    GatewayInstruments instruments,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<SignalIntake> logger)
{
    private const int LinesNamed = 20;
    private const int RetryAfterSeconds = 2;
    private static readonly TimeSpan LeastPauseOfWarnings = TimeSpan.FromSeconds(10);
    private readonly IngestOptions _options = options.Value.Ingest;
    private readonly SplitLimits _limits = new()
    {
        MaxEvents = options.Value.Ingest.MaxEventsPerRequest,
        MaxEventBytes = options.Value.Ingest.MaxEventBytes,
        MaxDepth = options.Value.Ingest.MaxDepth,
    };

    private int _notAppended;
    private long _warnedAt;

    /// <summary>Splits a body, or says why nothing in it can be taken.</summary>
    public (SplitResult? Split, Problem? Problem) Split(ReadOnlyMemory<byte> body)
    {
        var split = EventSplitter.Split(body, _limits);
        if (split.Fatal is { } fatal)
            return (null, Problem.Invalid(fatal));
        if (split.Events.Count > 0)
            return (split, null);
        return split.Rejected.Count == 0
            ? (null, Problem.Invalid("The body holds no event."))
            : (null, Problem.Invalid(
                $"Nothing in the body can be read: {split.Rejected.Count} faults, the first in line {split.Rejected[0].Line}.",
                [.. split.Rejected.Take(LinesNamed).Select(one => new ProblemError(one.Error, Line: one.Line))]));
    }

    /// <summary>Keeps everything of a split body. When the receipt is there, it is on disk.</summary>
    /// <exception cref="UnavailableException">The store or the grains are down: nothing may be acknowledged.</exception>
    /// <param name="partition">Where the events go, or <see cref="IngestFormats.Detected"/> for where each belongs.</param>
    /// <param name="body">The body.</param>
    /// <param name="split">Its events.</param>
    /// <param name="only">The one format that the sender's key is for; null for all.</param>
    public async Task<IngestReceipt> KeepAsync(LogPartition partition, ReadOnlyMemory<byte> body, SplitResult split, string? only)
    {
        if (partition.Format == IngestFormats.Detected || SensorFormats.Find(partition.Format) is { ListsEvents: true })
            return await KeepDetectedAsync(partition, body, split, only);

        var letters = split.Rejected.Count == 0 ? 0 : await KeepRejectedAsync(partition, body, split.Rejected);
        var offset = await AppendAsync(partition, SignalBatch.Frame(body, split.Events));
        return new IngestReceipt(split.Events.Count, split.Rejected.Count, letters, offset, partition.ToString());
    }

    /// <summary>Keeps everything of a body whose events are of any sensors, each with those of its sensor.</summary>
    /// <exception cref="UnavailableException">As above; what was stored by then counts once when it comes again.</exception>
    private async Task<IngestReceipt> KeepDetectedAsync(LogPartition partition, ReadOnlyMemory<byte> body, SplitResult split, string? only)
    {
        var sorted = EventSorter.Sort(body, split, _limits, out var rejected);
        var letters = rejected.Count == 0 ? 0 : await KeepRejectedAsync(partition, body, rejected);
        var parts = new List<IngestPart>(sorted.Count);
        var foreign = 0;
        foreach (var one in sorted)
        {
            if (only is not null && one.Format != only)
            {
                var error = $"The sender's key is for {only}, and this is {one.Format}.";
                letters += await KeepRejectedAsync(partition, one.Body, [.. one.Events.Select(range => new RejectedEvent(1, error, range))]);
                foreign += one.Events.Count;
                continue;
            }

            var target = partition with { Format = one.Format };
            parts.Add(new IngestPart(one.Events.Count, await AppendAsync(target, SignalBatch.Frame(one.Body, one.Events)), target.ToString()));
        }

        var accepted = parts.Sum(static part => part.Accepted);
        return parts.Count == 0
            ? new IngestReceipt(0, rejected.Count + foreign, letters, 0, partition.ToString())
            : new IngestReceipt(accepted, rejected.Count + foreign, letters, parts[0].Offset, parts[0].Partition, parts.Count == 1 ? null : [.. parts.Skip(1)]);
    }

    private async Task<int> KeepRejectedAsync(LogPartition partition, ReadOnlyMemory<byte> body, IReadOnlyList<RejectedEvent> rejected)
    {
        var letters = DeadLetterChunks.From(body, rejected.Take(_options.MaxDeadLettersPerRequest), partition.Format, time.GetUtcNow());
        foreach (var chunk in letters)
            await calls.CommandAsync(grains => grains.GetGrain<IDeadLetterGrain>(partition.Cluster).AddAsync(chunk));
        var kept = Math.Min(rejected.Count, _options.MaxDeadLettersPerRequest);
        instruments.Rejected(partition.Format, rejected.Count, rejected.Count - kept);
        return kept;
    }

    private async Task<long> AppendAsync(LogPartition partition, SignalBatch batch)
    {
        var start = time.GetTimestamp();
        // Not the request's own token: a sender that hangs up must not leave the outcome of its batch to chance.
        using var deadline = new CancellationTokenSource(_options.AppendTimeout, time);
        try
        {
            var offset = await log.AppendAsync(partition, batch, deadline.Token);
            instruments.Accepted(partition.Format, batch.Count, batch.Payload.Length, time.GetElapsedTime(start));
            return offset;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            WarnNotAppended(failure);
            throw new UnavailableException($"The batch could not be stored. Send it again in {RetryAfterSeconds} s.", failure);
        }
    }

    /// <summary>While the store is down every request fails: they are told together, not one by one.</summary>
    private void WarnNotAppended(Exception failure)
    {
        Interlocked.Increment(ref _notAppended);
        var last = Interlocked.Read(ref _warnedAt);
        var now = time.GetTimestamp();
        if ((last == 0 || time.GetElapsedTime(last, now) >= LeastPauseOfWarnings)
            && Interlocked.CompareExchange(ref _warnedAt, now, last) == last)
        {
            LogNotAppended(Interlocked.Exchange(ref _notAppended, 0), failure);
        }
    }

    [LoggerMessage(4301, LogLevel.Warning, "The signal log does not take batches: {Batches} refused since it was last said.")]
    private partial void LogNotAppended(int batches, Exception failure);
}
