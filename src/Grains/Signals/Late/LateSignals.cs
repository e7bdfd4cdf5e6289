using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Signals.Sharing;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Suppressions;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Signals.Late;

/// <summary>
/// Signals whose pod is not known yet: the sensor was faster than list and watch. They wait, and go on their own lane
/// when the pod becomes known or when they have waited long enough. Which signals go where is committed before they are
/// delivered, so that a replay decides nothing anew.
/// </summary>
internal sealed class LateSignals(ILedger ledger, Serializer serializer)
{
    private const string HeldRow = "late/held";
    private const string ReleasedRow = "late/released";

    /// <summary>So many fit into one ledger row. More do not wait: they go on at once by what their names tell.</summary>
    private const int Capacity = 400;

    /// <summary>Room for them in bytes: with their places they must fit into one row.</summary>
    private const int MostBytes = LedgerLimits.MaxBytes * 3 / 4;

    private List<HeldSignal> _held = [];
    private List<ReleasedSignal> _released = [];

    public int Count => _held.Count;

    public int Free => Capacity - _held.Count;

    public int FreeBytes => MostBytes - _held.Sum(SizeOf);

    /// <summary>At most so many bytes in a row: every character may take three.</summary>
    public static int SizeOf(HeldSignal held)
    {
        const int Frame = 512;
        const int Part = 16;
        var (signal, origin) = (held.Signal, held.Signal.Origin);
        var texts = (origin.Namespace?.Length ?? 0) + (origin.Pod?.Length ?? 0) + (origin.ContainerId?.Length ?? 0)
            + (origin.ContainerName?.Length ?? 0) + (origin.Node?.Length ?? 0) + (origin.Image?.Length ?? 0)
            + signal.Rule.Length + signal.Summary.Length + (signal.Activity?.Length ?? 0) + (signal.User?.Length ?? 0)
            + signal.Tags.Sum(static tag => tag.Length + Part)
            + signal.Facts.Sum(static fact => fact.Key.Length + fact.Value.Length + Part)
            + (held.Holding?.Sum(static id => id.Length + Part) ?? 0)
            + (held.Process?.Links.Sum(static link => (link.Command?.Length ?? 0) + (link.File?.Length ?? 0) + (2 * Part)) ?? 0)
            + held.Detections.Sum(static detection => detection.Rule.Length + detection.Title.Length + (detection.Output?.Length ?? 0)
                + detection.Techniques.Sum(static id => id.Length + Part) + Frame);
        return Frame + (3 * texts);
    }

    /// <summary>Only an origin that names a pod or a container can ever be joined with one.</summary>
    public static bool MayBecomeKnown(SignalOrigin origin) =>
        !origin.OnHost && (origin.ContainerId is { Length: >= 12 } || origin is { Namespace: not null, Pod: not null });

    public async Task LoadAsync(LedgerKey key)
    {
        var rows = await ledger.ReadRowsAsync(key, "late/", "late0", 2, descending: false, CancellationToken.None);
        _held = Read<HeldSignal>(rows, HeldRow);
        _released = Read<ReleasedSignal>(rows, ReleasedRow);
    }

    /// <summary>Rows to commit with the chunk that the signals came in.</summary>
    public IReadOnlyList<LedgerRow> Hold(List<HeldSignal> signals)
    {
        if (signals.Count == 0)
        {
            return [];
        }

        _held.AddRange(signals);
        return [new LedgerRow(HeldRow, serializer.SerializeToArray(_held))];
    }

    /// <summary>Delivers what was decided, also before a crash.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="stored">Its state.</param>
    /// <param name="router">Delivers.</param>
    /// <param name="now">The caller's time.</param>
    /// <param name="report">Told of what was left out, once that is committed.</param>
    public async Task FinishAsync(LogPartition partition, Stored<IngestState> stored, ShareRouter router, DateTimeOffset now, Action<IReadOnlyList<SetAside>> report)
    {
        while (_released.Count > 0)
        {
            var signals = _released
                .Select((released, index) => (new ObservedSignal(index, released.Held.Signal, released.Held.Detections, Suppression: released.Suppression, Shown: released.Shown, Process: released.Held.Process, Probe: released.Probe, HiddenBefore: released.HiddenBefore), released.Attribution))
                .ToList();
            var aside = await router.DeliverAsync($"{partition}#late", stored.State!.LateChunk, signals, []);
            if (aside.Count > 0 && !signals.TrueForAll(static one => OddEvents.IsUndelivered(one.Item1)))
            {
                var (next, row) = SayUndelivered(stored.State, aside, partition, now);
                await stored.CommitAsync(next, commit => commit with { Rows = [row] });
            }
            else
            {
                // Where not even what was left out can be told, it is in the log and was counted.
                await stored.CommitAsync(stored.State, static commit => commit with { DeletedRows = [ReleasedRow] });
                _released = [];
            }

            report(aside);
        }
    }

    /// <summary>Decides who need not wait any longer and commits that, to be delivered by <see cref="FinishAsync"/>.</summary>
    public async Task ReleaseAsync(LogPartition partition, Stored<IngestState> stored, ShareRouter router, PartitionDecisions decisions, DateTimeOffset now, TimeSpan wait)
    {
        if (_held.Count == 0)
        {
            return;
        }

        var attributions = await router.AttributeAsync(_held.Select(held => held.Signal));
        var released = new List<ReleasedSignal>();
        var remaining = new List<HeldSignal>();
        for (var i = 0; i < _held.Count; i++)
        {
            var held = _held[i];
            if (attributions[i].Replica is not null)
            {
                released.Add(Release(held, attributions[i]));
            }
            else if (now - held.HeldAt >= wait)
            {
                released.Add(Release(held, Inventory.Infer(partition.Cluster, held.Signal.Origin)));
            }
            else
            {
                remaining.Add(held);
            }
        }

        if (released.Count == 0)
        {
            return;
        }

        var unattributed = released.Count(signal => signal.Attribution.Replica is null);
        var next = stored.State! with
        {
            LateChunk = stored.State.LateChunk + 1,
            Unattributed = stored.State.Unattributed + unattributed,
            Probes = stored.State.Probes + released.Count(signal => signal.Probe is not null),
        };
        await stored.CommitAsync(next, commit => commit with
        {
            Rows =
            [
                new LedgerRow(HeldRow, serializer.SerializeToArray(remaining)),
                new LedgerRow(ReleasedRow, serializer.SerializeToArray(released)),
                .. decisions.TakeChanges(),
            ],
        });
        _held = remaining;
        _released = released;

        ReleasedSignal Release(HeldSignal held, Attribution attribution)
        {
            var decided = decisions.Hide(
                new ObservedSignal(0, held.Signal, held.Detections, Process: held.Process), attribution, new SuppressionJudgement(held.Holding ?? [], held.Attack, held.ReceivedAt));
            // They were asked, and so many would not fit into the row.
            return new ReleasedSignal(held, attribution with { Probes = null }, decided.Suppression, decided.Shown, decided.Probe, decided.HiddenBefore);
        }
    }

    /// <summary>
    /// Puts signals that are in no log on the late lane. To be committed, and then delivered by <see cref="FinishAsync"/>.
    /// </summary>
    /// <param name="state">The partition's state.</param>
    /// <param name="signals">The signals; they belong to no pod.</param>
    public (IngestState State, LedgerRow Row) Say(IngestState state, IReadOnlyList<ObservedSignal> signals)
    {
        _released = [.. signals.Select(static one => new ReleasedSignal(new HeldSignal(one.Signal, one.Detections, one.Signal.Time), Attribution.Unknown))];
        return (state with { LateChunk = state.LateChunk + 1 }, new LedgerRow(ReleasedRow, serializer.SerializeToArray(_released)));
    }

    /// <summary>Says and counts what was left out. Hearing begins anew behind it, or comparisons would take it for quiet.</summary>
    public (IngestState State, LedgerRow Row) SayUndelivered(IngestState state, IReadOnlyList<SetAside> aside, LogPartition partition, DateTimeOffset now)
    {
        var next = state with
        {
            Undelivered = state.Undelivered + aside.Sum(static one => one.Count),
            HeardSince = aside.Any(static one => one.IsOfComparison) ? state.HeardThrough : state.HeardSince,
        };
        return Say(next, OddEvents.ToUndelivered(aside, partition, now));
    }

    private List<T> Read<T>(IReadOnlyList<LedgerRow> rows, string key) =>
        rows.FirstOrDefault(row => row.Key == key) is { } row ? serializer.Read<List<T>>(row.Value) : [];
}
