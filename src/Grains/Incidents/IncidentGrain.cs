using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Incidents.Effects;
using IncidentMesh.Grains.Incidents.Plans;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Grains.Posture;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Routing;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Incidents;

[GrainType("im.incident")]
internal sealed partial class IncidentGrain(
    Stored<IncidentData> stored,
    IncidentReader reader,
    PlanTries tries,
    ClusterDirectory clusters,
    ResponseHalts halts,
    GuardrailOptions guardrails,
    ProtectedNamespaces protect,
    RouteBook routes,
    IEnumerable<NotifierTarget> notifiers,
    Serializer serializer,
    IncidentScoring scoring,
    KnownRisks risks,
    TimeProvider time,
    GrainInstruments instruments) : Grain, IIncidentGrain
{
    private string Id => this.GetPrimaryKeyString();

    public async Task<bool> TakeAsync(SubjectRef subject, SignalShare share)
    {
        var data = await stored.LoadAsync(IncidentRows.Kind, Id);
        var opens = data is null;
        data ??= new IncidentData { Subject = subject, OpenedAt = time.GetUtcNow() };
        var (fresh, marks) = data.Marks.Take(share);
        if (fresh.Count == 0)
        {
            return true;
        }

        if (!data.TakesSignals)
        {
            return false;
        }

        var draft = Draft(data with { Marks = marks });
        var severity = data.Fold.Severity;
        var rules = data.Fold.Rules.Count;
        IncidentIntake.Take(draft, share.Lane, fresh);
        OutsidePods.Reopen(draft, fresh);
        var news = AfterDeletion.Take(draft, fresh) || draft.Data.Fold.Severity > severity || draft.Data.Fold.Rules.Count > rules || data.Withheld is not null;
        if (news)
        {
            draft.Data = draft.Data with { Risk = (await risks.AskAsync(subject, data.Risk))?.After(data.Risk) };
        }

        IncidentIntake.Rescore(draft, news ? await ContextAsync(subject) : data.Context);
        await PlanAsync(draft);
        await CommitAsync(draft);
        if (opens)
        {
            instruments.IncidentOpened();
        }

        return true;
    }

    public async Task<CommandResult> ExecuteAsync(IncidentCommand command, Principal principal, long? expectedVersion)
    {
        if (await stored.LoadAsync(IncidentRows.Kind, Id) is not { } data)
        {
            return Result(CommandOutcome.NotFound, $"There is no incident '{Id}'.");
        }

        if (!principal.MaySee(data.Subject.Cluster))
        {
            return new CommandResult { Outcome = CommandOutcome.NotFound, Reason = $"There is no incident '{Id}'." };
        }

        if (IncidentCommands.WhyForbidden(command, principal) is { } forbidden)
        {
            return Result(CommandOutcome.Forbidden, forbidden);
        }

        if (expectedVersion is { } expected && expected != stored.Version)
        {
            return Result(CommandOutcome.VersionConflict, $"The incident is at version {stored.Version}, not {expected}.");
        }

        if (command is IncidentCommand.ApprovePlan && await halts.FindAsync(data.Subject.Cluster, CancellationToken.None) is { } halt)
        {
            return Result(CommandOutcome.Refused, $"{halt.ToString().TrimEnd('.')}. Nothing is approved until that is lifted.");
        }

        if (command is IncidentCommand.Merge { Into: var into } && data.MergedInto is null && await reader.WhyNotIntoAsync(data, into) is var (problem, why))
        {
            return Result(problem, why);
        }

        if (command is IncidentCommand.ProposePlan { Pods.Count: > 0 } named && await WhyUnknownAsync(data, named.Pods) is { } unknown)
        {
            return Result(CommandOutcome.Refused, unknown);
        }

        var draft = Draft(data);
        var (outcome, reason) = command is IncidentCommand.ProposePlan propose
            ? PlanProposals.Again(draft, principal.Actor, propose, await ContextAsync(data.Subject), guardrails, protect, await ClusterAsync(data))
            : IncidentCommands.Execute(draft, command, principal);
        await FollowUpAsync(draft, data);
        if (draft.Data != data)
        {
            await CommitAsync(draft);
        }

        return Result(outcome, reason);
    }

    public async Task RecordAsync(EffectReport report)
    {
        if (await stored.LoadAsync(IncidentRows.Kind, Id) is not { } data)
        {
            return;
        }

        var draft = Draft(data);
        IncidentEffects.Record(draft, report);
        if (report.Effect == LookingAgain.Effect)
        {
            await LookAgainAsync(draft);
        }

        await FollowUpAsync(draft, data);

        if (!report.IsOpen || draft.Data != data)
        {
            await CommitAsync(draft);
        }
    }

    private ValueTask<ClusterRecord?> ClusterAsync(IncidentData data) => clusters.FindRecordAsync(data.Subject.Cluster, CancellationToken.None);

    private async Task<IReadOnlyList<Credential>> CredentialsAsync() =>
        (await GrainFactory.GetGrain<IAccessGrain>(IAccessGrain.Key).GetIfNewerAsync(-1))?.Credentials ?? [];

    private async Task<WorkloadRecord?> ContextAsync(SubjectRef subject) =>
        subject.Workload is { } workload
            ? await GrainFactory.GetGrain<IClusterGrain>(workload.Cluster).FindWorkloadAsync(workload.Namespace, workload.Kind, workload.Name)
            : null;

    private async ValueTask CommitAsync(IncidentDraft draft)
    {
        IncidentNotices.Ask(draft, routes, notifiers);
        if (!await stored.CommitAsync(draft.Data, draft.Complete, () => IncidentSize.Cut(draft) ? draft.Data : null))
        {
            instruments.OutcomeUnclaimed();
        }
    }

    private IncidentDraft Draft(IncidentData data) => new(Id, data, time.GetUtcNow(), serializer, scoring);

    private CommandResult Result(CommandOutcome outcome, string reason) => new()
    {
        Outcome = outcome,
        Reason = reason,
        Incident = stored.State is { } data ? IncidentViews.Full(Id, stored.Version, data) : null,
    };
}
