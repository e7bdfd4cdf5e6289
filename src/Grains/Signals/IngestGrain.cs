using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Health;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Signals.Late;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Signals.Sharing;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Suppressions;
using IncidentMesh.Sensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// Delivers first and moves its checkpoint afterwards: after a crash between the two a chunk is delivered again, and
/// every grain skips what it has taken.
/// </summary>
[GrainType("im.ingest")]
internal sealed partial class IngestGrain(
    ISignalLog log,
    ILedger ledger,
    Stored<IngestState> stored,
    LateSignals late,
    IOptions<IngestOptions> options,
    IOptions<DetectionOptions> detection,
    ActiveRules rules,
    Serializer serializer,
    TimeProvider time,
    GrainInstruments instruments,
    ILogger<IngestGrain> logger) : Grain, IIngestGrain
{
    private const string Kind = "ingest";
    private const string DetectorRows = "detectors/";
    private const string EndOfDetectorRows = "detectors0";

    private readonly List<(ObservedSignal Signal, Attribution Attribution)> _known = [];
    private LogPartition _partition = null!;
    private ISensorFormat _format = null!;
    private ShareRouter _router = null!;
    private Working? _working;
    private RuleLoad? _rules;

    /// <summary>Whether all that was delivered is committed, so that rules and suppressions may change. Not known at first.</summary>
    private bool _settled;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = LogPartition.Parse(this.GetPrimaryKeyString());
        _format = SensorFormats.Find(_partition.Format)
            ?? throw new InvalidOperationException($"No sensor format is named '{_partition.Format}'.");
        _router = new ShareRouter(GrainFactory, _partition.Cluster);
        return Task.CompletedTask;
    }

    public async Task<IngestProgress> ProcessAsync(int maxChunks, CancellationToken cancellationToken)
    {
        var working = await LoadAsync();
        var moreWaits = true;
        try
        {
            await FinishAsync();
            if (_settled)
            {
                await working.Decisions.Suppressions.AskForNewsAsync(GrainFactory, stored);
            }

            for (var i = 0; i < maxChunks && moreWaits && !cancellationToken.IsCancellationRequested; i++)
            {
                moreWaits = await ProcessChunkAsync(working, cancellationToken);
            }

            await late.ReleaseAsync(_partition, stored, _router, working.Decisions, time.GetUtcNow(), options.Value.AttributionWait);
            await FinishAsync();
            await WatchAsync(working.Watch);
        }
        catch
        {
            // What is in memory may be ahead of the store: begin again from the store.
            _working = null;
            throw;
        }

        return Progress(moreWaits);
    }

    public async Task<IngestProgress> GetProgressAsync()
    {
        await stored.LoadAsync(Kind, _partition.ToString());
        return Progress(moreWaits: false);
    }

    private async Task<bool> ProcessChunkAsync(Working working, CancellationToken cancellationToken)
    {
        var state = stored.State ?? new IngestState();
        var entries = await log.ReadAsync(
            _partition, state.ProcessedThrough + 1, ChunkReader.MaxEntries, ChunkReader.MaxBytes, cancellationToken);
        if (entries.Count == 0)
        {
            _settled = true;
            return false;
        }

        if (_settled)
        {
            working.Use(_rules = rules.Current);
        }

        var chunk = ChunkReader.Read(entries, state.ProcessedThrough, state.NextIndex, _format, working.Seen, working.Pipeline, working.Decisions.Suppressions);
        Report(chunk.Failures);
        var attributions = await _router.AttributeAsync(chunk.Signals.Select(signal => signal.Signal));
        var unknown = new List<HeldSignal>();
        var free = late.FreeBytes;
        _known.Clear();
        for (var i = 0; i < chunk.Signals.Count; i++)
        {
            var signal = chunk.Signals[i];
            var judgement = chunk.Judgements[i];
            if (attributions[i].Replica is not null || !LateSignals.MayBecomeKnown(signal.Signal.Origin))
            {
                Know(signal, attributions[i], judgement);
                continue;
            }

            var held = new HeldSignal(signal.Signal, signal.Detections, time.GetUtcNow(), judgement.Holding is { Count: > 0 } holding ? holding : null, judgement.Attack, signal.Process, judgement.At);
            free -= LateSignals.SizeOf(held);
            if (free >= 0 && unknown.Count < late.Free)
            {
                unknown.Add(held);
                working.Decisions.Await(signal, judgement);
            }
            else
            {
                Know(signal, Inventory.Infer(_partition.Cluster, signal.Signal.Origin), judgement);
            }
        }

        // After a gap above the number of any chunk that was delivered from a log that is lost by now: grains skip what they know.
        var number = entries[0].Offset == state.ProcessedThrough + 1 ? state.Chunk + 1 : Math.Max(state.Chunk + 1, entries[0].Offset);
        _settled = false;
        var heard = state is { HeardSince: { } since, HeardThrough: { } through } ? new Hearing(since, through) : (Hearing?)null;
        var aside = await _router.DeliverAsync(_partition.ToString(), number, _known, working.Watch.SilentNodes, heard);
        heard = PartitionWatch.HearingAfter(heard, chunk.Signals, entries);

        var next = state with
        {
            ProcessedThrough = chunk.Through,
            NextIndex = chunk.NextIndex,
            Chunk = number,
            Signals = state.Signals + chunk.Signals.Count,
            Duplicates = state.Duplicates + chunk.Duplicates,
            Unreadable = state.Unreadable + chunk.Unreadable,
            Probes = state.Probes + _known.Count(pair => pair.Signal.Probe is not null),
            HeardSince = heard?.Since,
            HeardThrough = heard?.Through,
        };
        var (seenRow, expired) = working.Seen.Plan(number, chunk.Ids);
        List<LedgerRow> rows = seenRow is null ? [] : [seenRow];
        rows.AddRange(working.Pipeline.TakeChanges().Select(piece => new LedgerRow(DetectorRows + piece.Name, piece.Content)));
        rows.AddRange(working.Decisions.TakeChanges());
        rows.AddRange(late.Hold(unknown));
        if (working.Watch.Hear(chunk.Signals, entries) is { } watched)
        {
            rows.Add(watched);
        }

        if (aside.Count > 0)
        {
            (next, var row) = late.SayUndelivered(next, aside, _partition, time.GetUtcNow());
            rows.Add(row);
        }

        await stored.CommitAsync(next, commit => commit with { Rows = rows, DeletedRows = expired });
        working.Seen.Apply(number, chunk.Ids, expired.Count);
        _settled = true;
        instruments.ChunkProcessed(_partition.Format, chunk.Signals.Count, chunk.Duplicates, unknown.Count, chunk.Failures.Count);
        Report(aside);
        await FinishAsync();
        return true;

        void Know(ObservedSignal signal, Attribution attribution, SuppressionJudgement judgement) =>
            _known.Add((working.Decisions.Decide(signal, attribution, judgement), attribution));
    }

    private Task FinishAsync() => late.FinishAsync(_partition, stored, _router, time.GetUtcNow(), Report);

    /// <summary>Says which sensors fell silent, come late, or are back.</summary>
    private async Task WatchAsync(PartitionWatch watch)
    {
        var said = watch.Ask(time.GetUtcNow());
        if (said.Any(notice => notice.Node is not null) && await GrainFactory.GetGrain<IClusterGrain>(_partition.Cluster).GetNodesAsync() is { } nodes)
        {
            said = watch.Without(said, nodes);
        }

        if (said.Count > 0)
        {
            var (next, row) = late.Say(stored.State ?? new IngestState(), [.. said.Select((notice, index) => notice.ToSignal(_partition, index))]);
            await stored.CommitAsync(next, commit => commit with { Rows = [row, watch.ToRow()] });
            await FinishAsync();
        }
    }

    private async Task<Working> LoadAsync()
    {
        if (_working is { } working)
        {
            return working;
        }

        await stored.LoadAsync(Kind, _partition.ToString());
        var rows = await ledger.ReadRowsAsync(stored.Key, DetectorRows, EndOfDetectorRows, StatePiece.Most, descending: false, CancellationToken.None);
        await late.LoadAsync(stored.Key);
        var seen = await SeenSignals.LoadAsync(ledger, stored.Key, options.Value.DeduplicationWindow);
        return _working = new Working(detection.Value, _rules ??= rules.Current, _partition.Cluster, seen, rows.Select(row => new StatePiece(row.Key[DetectorRows.Length..], row.Value)))
        {
            Watch = await PartitionWatch.LoadAsync(ledger, stored.Key, _partition, options.Value, time.GetUtcNow()),
            Decisions = new PartitionDecisions(
                _partition.Cluster,
                await PartitionProbes.LoadAsync(ledger, stored.Key),
                await PartitionSuppressions.LoadAsync(ledger, stored.Key, _partition.Cluster, detection.Value.BurstGap, serializer),
                await PartitionStorms.LoadAsync(ledger, stored.Key, detection.Value, _partition.Cluster)),
        };
    }

    private IngestProgress Progress(bool moreWaits)
    {
        var state = stored.State ?? new IngestState();
        return new IngestProgress
        {
            ProcessedThrough = state.ProcessedThrough,
            MoreWaits = moreWaits,
            Signals = state.Signals,
            Duplicates = state.Duplicates,
            Unreadable = state.Unreadable,
            Held = late.Count,
            Unattributed = state.Unattributed,
            Probes = state.Probes,
            Undelivered = state.Undelivered,
        };
    }
}
