using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Suppressions;

/// <summary>
/// What a log partition hides. The suppressions that it was told of are committed before they count, and what it learned
/// of attacks moves with the checkpoint: a chunk that is replayed is decided the same, whatever was changed meanwhile.
/// </summary>
internal sealed class PartitionSuppressions
{
    private const string SetRow = "suppressions/set";
    private const string WatchRow = "suppressions/watch";
    private const string HiddenRow = "suppressions/hidden";
    private const string From = "suppressions/";
    private const string To = "suppressions0";

    private readonly string _cluster;
    private readonly Serializer _serializer;
    private readonly AttackWatch _watch;
    private readonly HiddenSteps _hidden;
    private SuppressionsInForce _inForce;
    private SuppressionSet _set;
    private ReadOnlyMemory<byte> _savedWatch;
    private bool _hiddenChanged;

    private PartitionSuppressions(string cluster, Serializer serializer, SuppressionsInForce inForce, AttackWatch watch, HiddenSteps hidden)
    {
        (_cluster, _serializer, _inForce, _watch, _hidden) = (cluster, serializer, inForce, watch, hidden);
        _set = new SuppressionSet(inForce.Suppressions, cluster);
    }

    /// <summary>Whether nothing is hidden: then nothing is asked and nothing is learned.</summary>
    public bool IsEmpty => _set.IsEmpty;

    public static async Task<PartitionSuppressions> LoadAsync(ILedger ledger, LedgerKey key, string cluster, TimeSpan gap, Serializer serializer)
    {
        var rows = await ledger.ReadRowsAsync(key, From, To, 3, descending: false, CancellationToken.None);
        var set = rows.FirstOrDefault(static row => row.Key == SetRow) is { } row ? serializer.Read<SuppressionsInForce>(row.Value) : SuppressionsInForce.None;
        var saved = rows.FirstOrDefault(static row => row.Key == WatchRow)?.Value ?? default;
        var hidden = rows.FirstOrDefault(static row => row.Key == HiddenRow) is { } kept ? serializer.Read<Dictionary<string, IReadOnlyList<HiddenStep>>>(kept.Value) : null;
        return new PartitionSuppressions(cluster, serializer, set, AttackWatch.Restore(gap, saved.Span), new HiddenSteps(gap, hidden)) { _savedWatch = saved };
    }

    /// <summary>Takes up what was changed. To be called only while no chunk may be under way.</summary>
    public async Task AskForNewsAsync(IGrainFactory grains, Stored<IngestState> stored)
    {
        if (await grains.GetGrain<ISuppressionGrain>(_cluster).GetIfNewerAsync(_inForce.Revision) is not { } news)
        {
            return;
        }

        await stored.CommitAsync(
            stored.State ?? new IngestState(), commit => commit with { Rows = [new LedgerRow(SetRow, _serializer.SerializeToArray(news))] });
        _inForce = news;
        _set = new SuppressionSet(news.Suppressions, _cluster);
    }

    public SuppressionJudgement Judge(Signal signal, ReadOnlyMemory<byte> raw, IReadOnlyList<Contracts.Signals.Detection> detections, DateTimeOffset receivedAt) =>
        detections.Count == 0 || IsEmpty
            ? new([], false, receivedAt)
            : new(_set.Holding(signal, raw), _watch.Examine(signal, detections), receivedAt);

    /// <returns>The signal, with the suppression that hides it or would hide it.</returns>
    public ObservedSignal Decide(ObservedSignal signal, Attribution attribution, SuppressionJudgement judgement) =>
        signal.Detections.Count > 0
        && !IsEmpty
        && _set.HiddenBy(signal.Signal, signal.Detections, SubjectAttribution.Of(signal.Signal, attribution, _cluster), judgement.At, judgement.Holding) is { } hiding
            ? signal with { Suppression = hiding.Id, Shown = judgement.Attack }
            : signal;

    /// <summary>Remembers what is hidden; and gives it to what shows that it may have been steps of an attack.</summary>
    public ObservedSignal Remember(ObservedSignal signal, Attribution attribution, SuppressionJudgement judgement)
    {
        if (signal.Detections.Count == 0 || !(judgement.Attack || signal.IsHidden))
        {
            return signal;
        }

        var subject = SubjectAttribution.Of(signal.Signal, attribution, _cluster).ToString();
        if (signal is { IsHidden: true, Suppression: { } suppression })
        {
            _hidden.Hide(subject, suppression, signal.Signal, signal.Detections);
            _hiddenChanged = true;
            return signal;
        }

        var before = _hidden.Take(subject, signal.Signal.Time);
        _hiddenChanged |= before.Count > 0;
        return before.Count > 0 ? signal with { HiddenBefore = before } : signal;
    }

    /// <returns>What to commit with the signals that were judged since it was last called; nothing where nothing was learned.</returns>
    public IReadOnlyList<LedgerRow> TakeChange()
    {
        var rows = new List<LedgerRow>(2);
        if (_hiddenChanged)
        {
            _hiddenChanged = false;
            rows.Add(new LedgerRow(HiddenRow, _serializer.SerializeToArray(_hidden.Save())));
        }

        if (!IsEmpty && _watch.Save() is var watch && !watch.AsSpan().SequenceEqual(_savedWatch.Span))
        {
            _savedWatch = watch;
            rows.Add(new LedgerRow(WatchRow, watch));
        }

        return rows;
    }
}
