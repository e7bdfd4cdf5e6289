using System.Globalization;
using System.Numerics;
using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Response.Workflow;

// How a plan's steps follow each other.
public static partial class PlanWorkflow
{
    /// <summary>Pause after a correction, so that whoever fights on is not answered in a tight loop.</summary>
    private static readonly TimeSpan HoldPause = TimeSpan.FromSeconds(15);

    /// <summary>So often what is contained may get into trouble and out of it; then it is out of it only when nothing was told for a while.</summary>
    private const int MostTroubles = 8;
    private static readonly TimeSpan CalmTime = TimeSpan.FromMinutes(10);

    /// <summary>Changes beyond the first few are told once in so long.</summary>
    private static readonly TimeSpan DriftPause = TimeSpan.FromHours(1);

    private static PlanTransition FinishStep(string incident, ResponsePlan plan, PlanEvent.StepDone done, DateTimeOffset now)
    {
        if (Running(plan, done.Effect) is not { } step)
        {
            return PlanTransition.Refused(plan, $"{done.Effect} is not under way.");
        }

        if (EffectKinds.IsHold(step.Effect) && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.ContainmentDrift) is { } drift)
        {
            IReadOnlyList<string> let = drift.Released ?? [];
            plan = plan with
            {
                Quarantined = [.. plan.Quarantined.Where(pod => !let.Contains(pod.Name))],
                Gone = drift.Kind == DriftKind.Gone ? [.. plan.Gone.Union(let)] : plan.Gone,
                Released = drift.Kind == DriftKind.Gone ? plan.Released : [.. plan.Released.Union(let)],
            };
            var isLost = drift.Kind == DriftKind.Lost || (drift.Kind == DriftKind.Gone && plan is { Quarantined.Count: 0, Released.Count: > 0 });
            return isLost
                ? EndStep(incident, plan with { TakenBack = true }, done.Effect, PlanStatus.Failed, drift.Found, now)
                : HoldOn(incident, plan, step, drift, now);
        }

        if (step.Effect == EffectKinds.AwaitDeletion)
        {
            plan = plan with { Gone = [.. plan.Gone.Union(plan.Deletes.Select(static pod => pod.Name))] };
        }
        else if (step.Effect == EffectKinds.DeletePods && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.PodsDeleted) is { Left: { Count: > 0 } left, Note: var note })
        {
            // The others are waited for, and what could not be done fails the plan in the end.
            plan = plan with { Deletes = [.. plan.Deletes.Where(pod => !left.Contains(pod.Name))], Failure = note };
        }
        else if (step.Effect is EffectKinds.SnapshotScale or EffectKinds.ScaleToZero
            && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.ScaleSnapshot) is { } snapshot)
        {
            // The scale step reports what it really found in the write itself; that is what undo restores.
            plan = plan with { Snapshot = snapshot };
        }
        else if (step.Effect is EffectKinds.SnapshotPods or EffectKinds.QuarantinePods
            && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.PodsSnapshot) is { } pods)
        {
            plan = plan with { Quarantined = pods.Pods, Gone = [.. plan.Gone.Union(pods.Gone ?? [])], OpenPolicies = pods.OpenPolicies ?? plan.OpenPolicies };
        }
        else if (step.Effect == EffectKinds.SelectPods && JsonSerializer.Deserialize(done.Result.Span, EffectJson.Default.PodsSelected) is { } selected)
        {
            plan = plan with { Deletes = selected.Pods, Gone = [.. plan.Gone.Union(selected.Gone)] };
        }

        var outcome = Outcome(plan, step, done.Result);
        plan = Mark(plan, step with { Status = StepStatus.Done, FinishedAt = now, Outcome = outcome, Trouble = StepTrouble.None });
        return StartNext(incident, plan, now, [done.Effect], [Audit(now, $"step.{step.Name}", plan, outcome)]);
    }

    private static PlanTransition EndStep(string incident, ResponsePlan plan, string effect, PlanStatus end, string reason, DateTimeOffset now)
    {
        if (Running(plan, effect) is not { } step)
        {
            return PlanTransition.Refused(plan, $"{effect} is not under way.");
        }

        var audit = Audit(now, $"step.{step.Name}.{Lower(end)}", plan, reason);
        plan = Mark(plan, step with { Status = StepStatus.Failed, FinishedAt = now, Outcome = reason });
        plan = plan with { Status = end, Failure = Together(plan.Failure, $"{step.Description}: {reason}") };
        if (EffectKinds.IsHold(step.Effect))
        {
            // Without it nothing that is still waited for means anything. The other way round it goes on: what was
            // written stays held, whatever else could not be done.
            (plan, var settled) = EndRunning(plan, "it is not held any more", now);
            return new(plan, [], [effect, .. settled], [audit], null);
        }

        if (EffectKinds.IsRestore(step.Effect) && !StepPayload.IsTheirs(plan)
            && plan.Steps.LastOrDefault(static other => EffectKinds.IsHold(other.Effect) && other.Status == StepStatus.Done) is { } held)
        {
            // An undo that failed leaves it contained.
            var hold = new PlanStep($"hold-after-{step.Name}", held.Effect, held.Description, StepStatus.Running);
            plan = plan with { Steps = [.. plan.Steps.Where(static other => other.Status != StepStatus.Waiting), hold] };
            return new(plan, [Effect(incident, plan, hold, now)], [effect], [audit], null);
        }

        return new(plan, [], [effect], [audit], null);
    }

    /// <summary>Goes on holding where something had to be done or said, by an effect of a new id.</summary>
    private static PlanTransition HoldOn(string incident, ResponsePlan plan, PlanStep step, ContainmentDrift drift, DateTimeOffset now)
    {
        plan = plan with { Drifts = plan.Drifts + 1, Troubles = plan.Troubles + (drift.Kind == DriftKind.Stuck ? 1 : 0), Corrections = plan.Corrections + (drift.Kind == DriftKind.Corrected ? 1 : 0) };
        var isStuck = drift.Kind == DriftKind.Stuck;

        // What comes and goes opens and closes the incident only so often: after that it has to be calm for a while.
        var isRestless = step.Trouble == StepTrouble.Overdue && drift.Kind is DriftKind.Recovered or DriftKind.Corrected && plan.Troubles >= MostTroubles && now - plan.DriftToldAt < CalmTime;
        var isAsBefore = isRestless || drift.Kind is DriftKind.Unwritten or DriftKind.Released or DriftKind.Gone;
        var next = step with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"hold-{plan.Drifts + 1}"),
            Outcome = isStuck ? drift.Found : isAsBefore ? step.Outcome : null,
            Trouble = isStuck ? StepTrouble.Overdue : isAsBefore ? step.Trouble : StepTrouble.None,
        };

        // A controller may fight on for weeks, and what is told is kept for ever. Whether it runs is told each time.
        var isTold = drift.Kind == DriftKind.Corrected
            ? !isRestless && (BitOperations.IsPow2(plan.Corrections) || step.Trouble != StepTrouble.None || now - plan.DriftToldAt >= DriftPause)
            : drift.Kind != DriftKind.Unwritten && !isRestless;
        plan = plan with
        {
            DriftToldAt = isTold ? now : plan.DriftToldAt,
            Steps = [.. plan.Steps.Select(other => other.Name == step.Name ? next : other)],
        };
        var effect = new NewEffect(EffectId(plan, next.Name), next.Effect, now + HoldPause, StepPayload.Of(incident, plan, next, now, next.Trouble == StepTrouble.Overdue && drift.Kind != DriftKind.Unwritten ? DriftKind.Stuck : drift.Kind));
        var text = drift.Kind == DriftKind.Corrected && plan.Corrections > 1 ? string.Create(CultureInfo.InvariantCulture, $"{drift.Found} ({plan.Corrections} times by now)") : drift.Found;
        return new(plan, [effect], [EffectId(plan, step.Name)], isTold ? [Audit(now, "step.hold", plan, text)] : [], null);
    }

    /// <summary>Ends what is under way. What is held was done, for as long as it was.</summary>
    private static (ResponsePlan Plan, List<string> Settled) EndRunning(ResponsePlan plan, string why, DateTimeOffset now)
    {
        var running = plan.Steps.Where(static step => step.Status == StepStatus.Running).ToList();
        foreach (var step in running)
        {
            plan = Mark(plan, EffectKinds.IsHold(step.Effect)
                ? step with { Status = StepStatus.Done, FinishedAt = now, Outcome = "held until it was undone" }
                : step with { Status = StepStatus.Failed, FinishedAt = now, Outcome = why });
        }

        return (plan, [.. running.Select(step => EffectId(plan, step.Name))]);
    }

    /// <summary>No containment waits for evidence that cannot be had.</summary>
    private static PlanTransition GoOnWithout(string incident, ResponsePlan plan, PlanStep evidence, string reason, DateTimeOffset now)
    {
        var outcome = $"nothing; missing: {reason}";
        plan = Mark(plan, evidence with { Status = StepStatus.Failed, FinishedAt = now, Outcome = outcome });
        return StartNext(incident, plan, now, [EffectId(plan, evidence.Name)], [Audit(now, $"step.{evidence.Name}", plan, outcome)]);
    }

    /// <summary>Says of a step that is not over why people should look at it. The same is told once.</summary>
    private static PlanTransition TellOf(ResponsePlan plan, string effect, StepTrouble trouble, string reason, DateTimeOffset now) =>
        Running(plan, effect) is { } step && step.Outcome != reason
            ? new(
                Mark(plan, step with { Outcome = reason, Trouble = trouble }),
                [],
                [],
                [Audit(now, $"step.{step.Name}.{trouble.ToString().ToLowerInvariant()}", plan, reason)],
                null)
            : PlanTransition.Refused(plan, $"{effect} is not under way.");

    private static PlanTransition StartNext(
        string incident, ResponsePlan plan, DateTimeOffset now, IReadOnlyList<string> settled, IReadOnlyList<AuditEntry> audit)
    {
        List<NewEffect> effects = [];
        while (plan.Steps.FirstOrDefault(static step => step.Status == StepStatus.Waiting) is { } next)
        {
            plan = Mark(plan, next with { Status = StepStatus.Running });
            effects.Add(Effect(incident, plan, next, now));
            if (!EffectKinds.IsHold(next.Effect))
            {
                return new(plan, effects, settled, audit, null);
            }

            // It runs beside what comes after it, and ends by itself only where it fails.
        }

        if (plan.Failure is { } failure)
        {
            return new(plan with { Status = PlanStatus.Failed }, effects, settled, [.. audit, Audit(now, "plan.failed", plan, failure)], null);
        }

        var end = plan.Status == PlanStatus.Undoing ? PlanStatus.Undone : plan.IsFinal ? PlanStatus.Completed : PlanStatus.Contained;
        return new(plan with { Status = end }, effects, settled, [.. audit, Audit(now, $"plan.{Lower(end)}", plan, "")], null);
    }

    private static NewEffect Effect(string incident, ResponsePlan plan, PlanStep step, DateTimeOffset now) =>
        new(EffectId(plan, step.Name), step.Effect, now, StepPayload.Of(incident, plan, step, now));

    private static PlanStep? RunningEvidence(ResponsePlan plan, string effect) => Running(plan, effect) is { Effect: EffectKinds.CollectEvidence } step ? step : null;

    private static PlanStep? Running(ResponsePlan plan, string effect) =>
        plan.Steps.FirstOrDefault(step => step.Status == StepStatus.Running && EffectId(plan, step.Name) == effect);

    private static ResponsePlan Mark(ResponsePlan plan, PlanStep changed) =>
        plan with { Steps = [.. plan.Steps.Select(step => step.Name == changed.Name ? changed : step)] };

    private static string Outcome(ResponsePlan plan, PlanStep step, ReadOnlyMemory<byte> result) => step.Effect switch
    {
        EffectKinds.RestoreScale or EffectKinds.ReleasePods or EffectKinds.AwaitPods when Note(result) is { } note => note,
        EffectKinds.SnapshotScale => $"{plan.Snapshot?.Replicas} replicas, {Controllers(plan)}",
        EffectKinds.CollectEvidence => Evidence(result),
        EffectKinds.ScaleToZero => $"replicas {plan.Snapshot?.Replicas} -> 0",
        EffectKinds.RestoreScale => $"replicas 0 -> {plan.Snapshot?.Replicas}",
        EffectKinds.ReleasePods => plan.Quarantined.Count == 0 ? "nothing was left to give back" : $"given back: {string.Join(", ", plan.Quarantined.Select(static pod => pod.Name))}",
        EffectKinds.SnapshotPods => Pods("", result),
        EffectKinds.QuarantinePods => Pods("cut off: ", result),
        EffectKinds.SelectPods => Selected(result),
        EffectKinds.DeletePods => JsonSerializer.Deserialize(result.Span, EffectJson.Default.PodsDeleted)?.Note is { Length: > 0 } deleted ? deleted : "nothing was left to delete",
        _ => "done",
    };

    /// <summary>What the cluster's side wants people to know, instead of what was planned.</summary>
    private static string? Note(ReadOnlyMemory<byte> result) =>
        result.IsEmpty ? null : JsonSerializer.Deserialize(result.Span, EffectJson.Default.PodsObserved)?.Note;

    private static string Pods(string what, ReadOnlyMemory<byte> result) =>
        JsonSerializer.Deserialize(result.Span, EffectJson.Default.PodsSnapshot) is { } pods
            ? string.Join(" ", [$"{what}{string.Join(", ", pods.Pods.Select(static pod => $"{pod.Name} ({(pod.Labels.Count == 1 ? "1 label" : $"{pod.Labels.Count} labels")})"))}.", .. pods.Notes])
            : "nothing";

    private static string Selected(ReadOnlyMemory<byte> result) =>
        JsonSerializer.Deserialize(result.Span, EffectJson.Default.PodsSelected) is { } selected
            ? string.Join(" ", [.. selected.Pods.Count > 0 ? [$"{string.Join(", ", selected.Pods.Select(static pod => pod.Name))}."] : Array.Empty<string>(), .. selected.Notes])
            : "nothing";

    /// <summary>The hash is that of the files' hashes: with it in the audit trail, no file can be changed unseen.</summary>
    private static string Evidence(ReadOnlyMemory<byte> result)
    {
        if (result.IsEmpty || JsonSerializer.Deserialize(result.Span, EffectJson.Default.EvidenceCollected) is not { } collected)
        {
            return "nothing";
        }

        var hash = EvidenceManifest.HashOf(EvidenceManifest.SumsOf(collected.Files.Select(static file => file.File)));
        var kept = collected.Files.Count == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{(collected.Files.Count == 1 ? "1 file" : $"{collected.Files.Count} files")}, {collected.Files.Sum(static file => file.File.Bytes):N0} bytes, SHA256SUMS {hash}");
        return collected.Missing.Count == 0 ? kept : $"{kept}; missing: {string.Join(" ", collected.Missing.Take(3))}{(collected.Missing.Count > 3 ? $" and {collected.Missing.Count - 3} more" : "")}";
    }

    private static string Controllers(ResponsePlan plan) =>
        plan.Snapshot is { Controllers.Count: > 0 } snapshot ? $"controlled by {string.Join(", ", snapshot.Controllers)}" : "no autoscaler or GitOps owner seen";
}
