using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Health;
using IncidentMesh.Detection.Replicas.Expecting;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Windows;
using IncidentMesh.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Comparison;

/// <summary>
/// Counts what a workload's pods do and compares them window by window. One commit a chunk: what was counted, and where
/// a window closed with it what was learned and found. Findings are committed before they are told, on a lane of their own.
/// </summary>
[GrainType("im.comparison")]
internal sealed partial class ComparisonGrain(
    Stored<ComparisonState> stored,
    ComparisonRows rows,
    IOptions<DetectionOptions> options,
    TimeProvider time,
    GrainInstruments instruments,
    ILogger<ComparisonGrain> logger) : Grain, IComparisonGrain
{
    public const string Kind = "comparison";

    private const string Timer = "close";

    /// <summary>What was learned of a workload is worth keeping while nothing is heard of it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private ComparisonMemory? _memory;

    private WorkloadRef Workload => WorkloadRef.Parse(this.GetPrimaryKeyString());

    public Task TakeAsync(ActivityShare share) => ChangeAsync(async memory =>
    {
        await TellAsync();
        var state = stored.State ?? new ComparisonState();
        var (fresh, marks) = state.Marks.Take(share.Lane, share.Chunk, share.Seen, static seen => seen.Index);
        if (fresh.Count == 0)
        {
            return;
        }

        var partition = share.Lane.Split('#')[0];
        var now = time.GetUtcNow();
        if (share is { HeardSince: { } since, HeardThrough: { } through })
        {
            memory.Windows.Hear(partition, new Hearing(since, through));
        }

        foreach (var seen in fresh)
        {
            memory.Windows.Count(partition, seen.Pod, seen.Time, seen.Feature, now);
        }

        var silent = share.Lane != partition || (share.SilentNodes.Count == 0 && state.Silent.Count == 0)
            ? state.Silent
            : SilentNodes.With(state.Silent, partition, share.SilentNodes, share.SilentNodes.Count == 0 ? null : await PodsAsync());
        await CommitAsync(memory, state with { Marks = marks, TakenAt = now, Silent = silent }, memory.Windows.CloseBehind(), timerRan: false);
    });

    public Task RecordAsync(EffectReport report) => ChangeAsync(async memory =>
    {
        await TellAsync();
        if (stored.State is { Timer: { } timer } state)
        {
            var through = timer.ThroughAt(state, options.Value.ComparisonLateness, time.GetUtcNow());
            await CommitAsync(memory, state with { Timer = null }, memory.Windows.CloseThrough(through), timerRan: true);
        }
        else if (stored.State is { } known)
        {
            await stored.CommitAsync(known, static commit => commit with { SettledEffects = [Timer] });
        }
    });

    public async Task<ComparisonStatus?> GetStatusAsync()
    {
        if (await stored.LoadAsync(Kind, this.GetPrimaryKeyString()) is not { } state)
        {
            return null;
        }

        var memory = await LoadAsync();
        return new ComparisonStatus
        {
            Workload = this.GetPrimaryKeyString(),
            Windows = memory.Comparison.Windows,
            IsLearning = memory.Comparison.IsLearningWorkload,
            ComparedThrough = memory.Windows.ClosedThrough,
            Replicas = state.Replicas,
            FalseAlarmsPerQuarter = options.Value.FalseAlarmsPerQuarter,
            Late = memory.Windows.Late,
            Uncounted = memory.Windows.Uncounted,
            Note = memory.Note,
            Dropped = state.Dropped,
            Deviations = state.Deviations,
            LastQuarter = FindingKeeping.LastQuarter(state.Deviations, memory.Windows.ClosedThrough ?? time.GetUtcNow()),
            Expectations = state.Expectations,
        };
    }

    private async Task<T> ChangeAsync<T>(Func<ComparisonMemory, Task<T>> change)
    {
        var memory = await LoadAsync();
        try
        {
            return await change(memory);
        }
        catch
        {
            // What is in memory may be ahead of the store, or behind another activation: begin again from the store.
            _memory = null;
            throw;
        }
    }

    private async Task ChangeAsync(Func<ComparisonMemory, Task> change) => await ChangeAsync(async memory =>
    {
        await change(memory);
        return true;
    });

    private async Task CommitAsync(ComparisonMemory memory, ComparisonState state, IReadOnlyList<CountedWindow> closed, bool timerRan)
    {
        var roster = closed.Count == 0 ? null : await RosterAsync(memory, state);
        try
        {
            await CommitAsync(memory, state, closed, roster, timerRan);
        }
        catch (Exception exception) when (ComparisonDamage.IsOfWhatWasSaid(exception))
        {
            // It would fail again and again, and hold up the log behind it for ever.
            LogBegunAnew(this.GetPrimaryKeyString(), exception);
            instruments.ComparisonBegunAnew();
            _memory = null;
            // What was thrown away is no witness.
            memory.IsTimeToTell = false;
            await stored.LoadAsync(Kind, this.GetPrimaryKeyString());
            var windows = await rows.WindowsAsync(stored.Key);
            await stored.CommitAsync(
                ComparisonDamage.Rest(state, exception),
                commit => commit with { DeletedRows = [.. windows.Select(static row => row.Key)], SettledEffects = timerRan ? [Timer] : [] });
        }

        await TellAsync();
        await TellElsewhereAsync(memory);
    }

    private async Task CommitAsync(ComparisonMemory memory, ComparisonState state, IReadOnlyList<CountedWindow> closed, Roster? roster, bool timerRan)
    {
        var now = time.GetUtcNow();
        var (next, audit) = ExpectationKeeping.Expire(state with { Note = memory.Note }, Workload, now);
        IReadOnlyList<LedgerRow> learned = [];
        if (roster is not null)
        {
            (next, var findings) = Compare(memory, next, closed, roster);
            (next, var untold) = FindingKeeping.Keep(next, await WithElsewhereAsync(findings), now);
            instruments.FindingsUntold(untold);
            (next, learned) = await ComparisonRows.SaveAsync(stored, next, memory.Comparison);
        }

        var (windows, deleted) = ComparisonRows.TakeChanges(memory.Windows);
        var kept = next.KeptUntil - now > Memory / 2 ? next.KeptUntil : now + Memory;
        next = next with { KeptUntil = kept, Settle = memory.Windows.LastEnd + ComparisonRows.Window ?? next.Settle };
        next = next with { Timer = next.Timer ?? ClosingTimer.For(memory.Windows, next, options.Value.ComparisonLateness, now) };
        var timer = next.Timer == state.Timer ? null : next.Timer;
        await stored.CommitAsync(next, commit => commit with
        {
            Rows = [.. windows, .. learned],
            DeletedRows = deleted,
            SettledEffects = timerRan ? [Timer] : [],
            Effects = timer is null ? [] : [new NewEffect(Timer, EffectKinds.Timer, timer.Due, default)],
            Audit = audit,
            Listing = kept == state.KeptUntil ? null : PartitionRetention.Until(this.GetPrimaryKeyString(), kept),
        });
    }

    private async Task<Roster> RosterAsync(ComparisonMemory memory, ComparisonState state)
    {
        var suspects = await GrainFactory.GetGrain<IWorkloadGrain>(this.GetPrimaryKeyString()).GetSuspectsAsync();
        var silent = state.Silent.Where(lane => memory.Windows.Hears(lane.Key)).SelectMany(static lane => lane.Value).ToHashSet(StringComparer.Ordinal);
        return memory.Roster = new Roster(Workload, await PodsAsync(), suspects, silent);
    }

    private static (ComparisonState Next, IReadOnlyList<ReplicaFinding> Findings) Compare(
        ComparisonMemory memory, ComparisonState state, IReadOnlyList<CountedWindow> closed, Roster roster)
    {
        var expectations = new ExpectationSet(state.Expectations);
        var findings = new List<ReplicaFinding>();
        var replicas = state.Replicas;
        foreach (var counted in closed)
        {
            var window = roster.Window(counted, expectations);
            if (window.Replicas.Count > 0)
            {
                replicas = window.Replicas.Count;
                findings.AddRange(memory.Comparison.Observe(window));
                memory.IsTimeToTell |= memory.Hours.TryBegin(counted.End);
            }
        }

        return (state with { Replicas = replicas, Expectations = expectations.Counted() }, findings);
    }

    private Task<IReadOnlyList<PodLife>?> PodsAsync() => GrainFactory.GetGrain<IClusterGrain>(Workload.Cluster).GetPodsAsync(Workload.Namespace, Workload.Kind, Workload.Name);

    /// <summary>Tells the workload what was found. It comes again after a crash, under the same number, and counts once.</summary>
    private async Task TellAsync()
    {
        if (stored.State is not { Untold: { Count: > 0 } untold } state)
        {
            return;
        }

        var workload = Workload;
        await GrainFactory.GetGrain<IWorkloadGrain>(workload.ToString()).TakeAsync(new SignalShare
        {
            Lane = $"{workload.Cluster}/{SensorNames.ReplicaComparison}#{workload.Namespace}/{workload.Kind}/{workload.Name}",
            Chunk = state.Tellings,
            Signals = [.. untold.Select((deviation, index) => DeviationSignal.Of(index, deviation, _memory?.Roster?.NodeOf(deviation.Replica)))],
        });
        await stored.CommitAsync(state with { Untold = [] });
    }

    private async Task<ComparisonMemory> LoadAsync()
    {
        var state = await stored.LoadAsync(Kind, this.GetPrimaryKeyString()) ?? new ComparisonState();
        return _memory ??= await rows.LoadAsync(stored.Key, state, options.Value);
    }

    [LoggerMessage(1231, LogLevel.Error, "The comparison of {Workload} could not be done or written, and begins anew.")]
    private partial void LogBegunAnew(string workload, Exception exception);
}
