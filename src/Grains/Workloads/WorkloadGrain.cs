using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Storage;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Workloads;

[GrainType("im.workload")]
internal sealed class WorkloadGrain(Stored<WorkloadGrain.WorkloadState> stored, IOptions<DetectionOptions> options, TimeProvider time) : Grain, IWorkloadGrain
{
    /// <summary>An incident that nobody closes holds its pods in suspicion no longer than this after its last signal.</summary>
    private static readonly TimeSpan SuspicionTime = TimeSpan.FromHours(24);

    public async Task TakeAsync(SignalShare share)
    {
        var key = this.GetPrimaryKeyString();
        var state = await LoadAsync();
        var (fresh, marks) = state.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return;
        }

        var subject = SubjectRef.Of(WorkloadRef.Parse(key));
        var sessions = fresh.Select(signal => ExecSessions.Of(signal.Signal)).OfType<ExecSession>().ToList();
        var execs = sessions.Aggregate(state.Execs, PodExecs.With);
        var detected = fresh.Where(signal => signal.Detections.Count > 0).ToList();
        var intake = detected.Count == 0
            ? state.Intake
            : await state.Intake.HandOnAsync(GrainFactory, subject, share with { Signals = detected }, options.Value);
        await TeachAsync(subject, intake.Incidents, execs, sessions, detected);
        await stored.CommitAsync(new WorkloadState { Marks = marks, Intake = intake, Execs = execs });
    }

    public async Task<IReadOnlyList<string>> GetSuspectsAsync()
    {
        if ((await LoadAsync()).Intake.Incidents is not (> 0 and var number))
        {
            return [];
        }

        var subject = SubjectRef.Of(WorkloadRef.Parse(this.GetPrimaryKeyString()));
        return Suspects(await GrainFactory.GetGrain<IIncidentGrain>(IncidentIds.Of(subject, number)).GetAsync(), time.GetUtcNow());
    }

    /// <summary>See <see cref="IWorkloadGrain.GetSuspectsAsync"/>.</summary>
    internal static IReadOnlyList<string> Suspects(Incident? incident, DateTimeOffset now) =>
        incident is { State: IncidentState.Open or IncidentState.Acknowledged or IncidentState.Contained, Fold: var fold }
        && fold.Rules.Any(static hits => hits.Severity >= Severity.High && !DeviationSignal.IsRuleOf(hits))
        && now - fold.LastSeen < SuspicionTime
            ? [.. fold.Replicas.Keys.Select(static pod => pod[(pod.IndexOf('/', StringComparison.Ordinal) + 1)..])]
            : [];

    private async ValueTask<WorkloadState> LoadAsync() => await stored.LoadAsync("workload", this.GetPrimaryKeyString()) ?? new WorkloadState();

    /// <summary>Tells the newest incident of the sessions that are new or that its new detections may be of.</summary>
    private async Task TeachAsync(
        SubjectRef subject, int incident, IReadOnlyList<ExecSession> execs, List<ExecSession> news, List<ObservedSignal> detected)
    {
        var pods = detected.Where(signal => signal.Process is not null).Select(signal => $"{signal.Replica?.Namespace}/{signal.Replica?.Pod}")
            .Concat(news.Select(session => session.Pod)).ToHashSet(StringComparer.Ordinal);
        var wanted = execs.Where(session => pods.Contains(session.Pod)).ToList();
        if (incident > 0 && wanted.Count > 0)
        {
            await GrainFactory.GetGrain<IIncidentGrain>(IncidentIds.Of(subject, incident)).LearnAsync(wanted);
        }
    }

    [GenerateSerializer, Immutable, Alias("im.state.workload")]
    internal sealed record WorkloadState
    {
        [Id(0)] public IntakeMarks Marks { get; init; } = new();

        [Id(1)] public SubjectIntake Intake { get; init; } = new();

        [Id(2)] public IReadOnlyList<ExecSession> Execs { get; init; } = [];
    }
}
