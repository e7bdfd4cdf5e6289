using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Expecting;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Windows;
using IncidentMesh.Grains.Storage;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Comparison;

/// <summary>
/// Counts what a workload's pods do and compares them window by window. One commit a chunk: what was counted, and where
/// a window closed with it what was learned and found. Findings are committed before they are told, on a lane of their own.
/// </summary>
[GrainType("im.comparison")]
internal sealed class ComparisonGrain(
    Stored<ComparisonState> stored, ComparisonRows rows, IOptions<DetectionOptions> options, TimeProvider time) : Grain, IComparisonGrain
{
    public const string Kind = "comparison";

    private const string Timer = "close";

    /// <summary>How many findings are shown.</summary>
    private const int MostDeviations = 20;

    /// <summary>Of more that are found at once the strongest are told: they have to fit into the state.</summary>
    private const int MostTold = 50;

    /// <summary>What was learned of a workload is worth keeping while nothing is heard of it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private Working? _working;

    private WorkloadRef Workload => WorkloadRef.Parse(this.GetPrimaryKeyString());

    public Task TakeAsync(ActivityShare share) => ChangeAsync(async working =>
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
        foreach (var seen in fresh)
        {
            working.Windows.Count(partition, seen.Pod, seen.Time, seen.Feature, now);
        }

        await CommitAsync(
            working,
            state with { Marks = marks, TakenAt = now, Silent = share.Lane == partition ? new(state.Silent) { [partition] = share.SilentNodes } : state.Silent },
            working.Windows.CloseBehind(),
            timerRan: false);
    });

    public Task RecordAsync(EffectReport report) => ChangeAsync(async working =>
    {
        await TellAsync();
        if (stored.State is { Timer: { } timer } state)
        {
            await CommitAsync(working, state with { Timer = null }, working.Windows.CloseThrough(timer.ThroughAt(state, options.Value.ComparisonLateness, time.GetUtcNow())), timerRan: true);
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

        var working = await LoadAsync();
        return new ComparisonStatus
        {
            Workload = this.GetPrimaryKeyString(),
            Windows = working.Comparison.Windows,
            IsLearning = working.Comparison.IsLearningWorkload,
            ComparedThrough = working.Windows.ClosedThrough,
            Replicas = state.Replicas,
            FalseAlarmsPerQuarter = options.Value.FalseAlarmsPerQuarter,
            Late = working.Windows.Late,
            Uncounted = working.Windows.Uncounted,
            Note = working.Note,
            Deviations = state.Deviations,
            Expectations = state.Expectations,
        };
    }

    public Task<NewExpectationResult> ExpectAsync(ExpectationRequest request, string actor) => ChangeAsync(async _ =>
    {
        if (stored.State is not { } state)
        {
            return new NewExpectationResult { Refusal = "Nothing was seen of this workload yet: there is nothing to expect of it." };
        }

        var (result, next, audit) = ExpectationKeeping.Add(state, Workload, request, actor, time.GetUtcNow());
        if (audit is not null)
        {
            await stored.CommitAsync(next, commit => commit with { Audit = [audit] });
        }

        return result;
    });

    public Task<bool> EndExpectationAsync(string id, string actor) => ChangeAsync(async _ =>
    {
        if (stored.State is not { } state || state.Expectations.FirstOrDefault(one => one.Id == id) is not { } expectation)
        {
            return false;
        }

        if (expectation.EndedAt is null)
        {
            var now = time.GetUtcNow();
            await stored.CommitAsync(
                ExpectationKeeping.End(state, [expectation], actor, now),
                commit => commit with { Audit = [ExpectationKeeping.Audit(Workload, expectation, actor, "expectation.remove", now)] });
        }

        return true;
    });

    private async Task<T> ChangeAsync<T>(Func<Working, Task<T>> change)
    {
        var working = await LoadAsync();
        try
        {
            return await change(working);
        }
        catch
        {
            // What is in memory may be ahead of the store, or behind another activation: begin again from the store.
            _working = null;
            throw;
        }
    }

    private async Task ChangeAsync(Func<Working, Task> change) => await ChangeAsync(async working =>
    {
        await change(working);
        return true;
    });

    private async Task CommitAsync(Working working, ComparisonState state, IReadOnlyList<CountedWindow> closed, bool timerRan)
    {
        var now = time.GetUtcNow();
        var (next, audit) = ExpectationKeeping.Expire(state with { Note = working.Note }, Workload, now);
        IReadOnlyList<LedgerRow> learned = [];
        IReadOnlyList<string> deleted = [];
        if (closed.Count > 0)
        {
            next = await CompareAsync(working, next, closed);
            (next, learned, deleted) = await ComparisonRows.SaveAsync(stored, next, working.Comparison);
        }

        var windows = ComparisonRows.Rows(working.Windows);
        var kept = next.KeptUntil - now > Memory / 2 ? next.KeptUntil : now + Memory;
        next = next with { WindowPieces = windows.Count, KeptUntil = kept, Settle = working.Windows.LastEnd + ComparisonRows.Window ?? next.Settle };
        next = next with { Timer = next.Timer ?? ClosingTimer.For(working.Windows, next, options.Value.ComparisonLateness, now) };
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
        await TellAsync();
    }

    private async Task<ComparisonState> CompareAsync(Working working, ComparisonState state, IReadOnlyList<CountedWindow> closed)
    {
        var workload = Workload;
        var pods = await GrainFactory.GetGrain<IClusterGrain>(workload.Cluster).GetPodsAsync(workload.Namespace, workload.Kind, workload.Name);
        var suspects = await GrainFactory.GetGrain<IWorkloadGrain>(workload.ToString()).GetSuspectsAsync();
        var silent = state.Silent.Where(lane => working.Windows.Hears(lane.Key)).SelectMany(static lane => lane.Value).ToHashSet(StringComparer.Ordinal);
        var roster = working.Roster = new Roster(workload, pods, suspects, silent);
        var expectations = new ExpectationSet(state.Expectations);
        var findings = new List<ReplicaFinding>();
        var replicas = state.Replicas;
        foreach (var counted in closed)
        {
            var window = roster.Window(counted, expectations);
            if (window.Replicas.Count > 0)
            {
                replicas = window.Replicas.Count;
                findings.AddRange(working.Comparison.Observe(window));
            }
        }

        var found = findings.Where(static finding => finding.Kind != FindingKind.Recovered).OrderByDescending(static finding => finding.Score).Take(MostTold)
            .OrderByDescending(static finding => finding.Window).Select(DeviationSignal.Deviation).ToList();
        var known = findings.Where(static finding => finding.Kind == FindingKind.Recovered).Aggregate(found.Concat(state.Deviations).ToList(), Ended);
        return state with
        {
            Replicas = replicas,
            Expectations = expectations.Counted(),
            Deviations = [.. known.Take(MostDeviations)],
            Untold = [.. state.Untold, .. Enumerable.Reverse(found)],
            Tellings = found.Count > 0 ? Math.Max(state.Tellings + 1, time.GetUtcNow().ToUnixTimeSeconds()) : state.Tellings,
        };
    }

    private static List<Deviation> Ended(List<Deviation> deviations, ReplicaFinding recovered) =>
    [
        .. deviations.Select(deviation => deviation.Replica == recovered.Replica && deviation.Since == recovered.Since && deviation.EndedAt is null
            ? deviation with { EndedAt = recovered.Window }
            : deviation),
    ];

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
            Signals = [.. untold.Select((deviation, index) => DeviationSignal.Of(index, deviation, _working?.Roster?.NodeOf(deviation.Replica)))],
        });
        await stored.CommitAsync(state with { Untold = [] });
    }

    private async Task<Working> LoadAsync()
    {
        var state = await stored.LoadAsync(Kind, this.GetPrimaryKeyString()) ?? new ComparisonState();
        if (_working is { } working)
        {
            return working;
        }

        var (comparison, note) = await rows.LoadComparisonAsync(stored.Key, state, options.Value);
        var (windows, lost) = await rows.LoadWindowsAsync(stored.Key, state, options.Value);
        return _working = new Working(windows, comparison, lost ?? note);
    }

    /// <summary>What is kept in memory beside the state; rebuilt from the store after any failure.</summary>
    private sealed class Working(OpenWindows windows, ReplicaComparison comparison, string? note)
    {
        public OpenWindows Windows => windows;

        public ReplicaComparison Comparison => comparison;

        public string? Note => note;

        public Roster? Roster { get; set; }
    }
}
