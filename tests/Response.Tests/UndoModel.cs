using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Response.Workflow;

namespace IncidentMesh.Response.Tests;

/// <summary>
/// A plan, its outbox and its workload, in which everything that can be late is late when a number says so: tries
/// overlap, answers are lost, writes arrive long after they were sent. Handlers do what the scale effects promise.
/// </summary>
internal sealed class UndoModel(IEnumerator<int> numbers)
{
    private const int Twelve = 12;

    private readonly Dictionary<string, (NewEffect Effect, int Claim)> _pending = [];
    private readonly List<IEnumerator<bool>> _tries = [];
    private readonly List<Write> _onTheirWay = [];
    private int _claims;
    private bool _calm;

    public ResponsePlan Plan { get; private set; } = PlanFixture.Proposed();

    public Workload Web { get; private set; } = new(1, Twelve, null);

    /// <summary>What the workload's owners want, whatever we do.</summary>
    public int Wanted { get; private set; } = Twelve;

    public string History { get; private set; } = "";

    public void Apply(PlanEvent planEvent)
    {
        var transition = PlanWorkflow.Advance(PlanFixture.Incident, Plan, planEvent, PlanFixture.Start);
        Plan = transition.Plan;
        foreach (var id in transition.Settled)
        {
            _pending.Remove(id);
        }

        foreach (var effect in transition.Effects)
        {
            _pending[effect.Id] = (effect, 0);
        }
    }

    /// <summary>One thing happens, chosen by the next number.</summary>
    public void Happen()
    {
        switch (Next(11))
        {
            case 0 when Web is { Mark: null, Replicas: > 0 }:
                // An autoscaler.
                Wanted++;
                Web = Web with { Version = Web.Version + 1, Replicas = Wanted };
                break;
            case 9 when Web is { Mark: not null, Replicas: 0 }:
                // A GitOps tool, which knows nothing of the containment.
                Web = Web with { Version = Web.Version + 1, Replicas = Wanted };
                break;
            case 10 when Web is { Mark: not null, Replicas: 0 } && Plan.Steps.Any(static step => step is { Effect: EffectKinds.HoldScale, Status: StepStatus.Running }):
                // A roll-back of the revision.
                Web = Web with { Version = Web.Version + 1, Mark = null };
                break;
            case 10 when Plan.TakenBack && Web is { Mark: null, Replicas: > 0 }:
                // Its owners stop what runs again.
                Wanted = 0;
                Web = Web with { Version = Web.Version + 1, Replicas = 0 };
                break;
            case 8 when Web.Mark is not null && Next(4) == 0 && Plan.Steps.Any(static step => step is { Effect: EffectKinds.HoldScale, Status: StepStatus.Running }):
                // Somebody takes it back.
                Web = Web with { Version = Web.Version + 1, Replicas = Wanted, Mark = null };
                break;
            case 1 or 2 when _pending.Count > 0:
                Claim(Next(_pending.Count));
                break;
            case 3 when _onTheirWay.Count > 0:
                Arrive(Next(_onTheirWay.Count));
                break;
            case 4 when _pending.Count > 0:
                Apply(new PlanEvent.StepParked(_pending.First().Key, "given up"));
                break;
            case 5 when _pending.Count > 0 && Next(4) == 0:
                // Something before the write refused it, such as rights that were taken away.
                var id = _pending.First().Key;
                Apply(Next(2) == 0 ? new PlanEvent.StepFailed(id, "403") : new PlanEvent.StepHalted(id, "stop"));
                break;
            default:
                if (_tries.Count > 0)
                {
                    var at = Next(_tries.Count);
                    if (!_tries[at].MoveNext())
                    {
                        _tries.RemoveAt(at);
                    }
                }

                break;
        }
    }

    /// <summary>Nothing fails any more: everything that waits is done, and everything that was sent arrives at last.</summary>
    public void CalmDown()
    {
        _calm = true;
        for (var round = 0; round < 100 && (_pending.Count > 0 || _tries.Count > 0); round++)
        {
            if (_pending.Count > 0)
            {
                Claim(round % _pending.Count);
            }

            foreach (var running in _tries.ToList())
            {
                while (running.MoveNext())
                {
                }

                _tries.Remove(running);
            }
        }

        while (_onTheirWay.Count > 0)
        {
            Arrive(0);
        }
    }

    private void Claim(int at)
    {
        var (id, (effect, _)) = _pending.ElementAt(at);
        _pending[id] = (effect, ++_claims);
        _tries.Add(Try(effect, _claims).GetEnumerator());
    }

    private bool Holds(NewEffect effect, int claim) => _pending.TryGetValue(effect.Id, out var pending) && pending.Claim == claim;

    /// <summary>Pauses wherever others can get in between; true for as long as there is more to do.</summary>
    private IEnumerable<bool> Try(NewEffect effect, int claim)
    {
        if (!Holds(effect, claim))
        {
            yield break;
        }

        yield return true;
        var ours = $"{PlanFixture.Incident}/plan-1";
        var restore = effect.Kind == EffectKinds.RestoreScale ? JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.RestoreScale) : null;
        var hold = effect.Kind == EffectKinds.HoldScale ? JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.HoldScale) : null;
        var shutOut = restore is not { CallBack: true };
        while (true)
        {
            var seen = Web;
            yield return true;
            if (effect.Kind == EffectKinds.HoldScale && seen is { Mark: not null, Replicas: 0 })
            {
                // It looks again later.
                yield break;
            }

            var unmarked = restore is { CallBack: false, TakenBack: false } && seen is { Mark: null, Replicas: 0 };
            if (effect.Kind is EffectKinds.SnapshotScale or EffectKinds.CollectEvidence or EffectKinds.AwaitPods
                || (effect.Kind == EffectKinds.ScaleToZero && seen.Mark == ours && seen.Replicas == 0)
                || (effect.Kind == EffectKinds.HoldScale && seen is { Mark: null, Replicas: > 0 })
                || (effect.Kind == EffectKinds.RestoreScale && seen.Mark is null && shutOut && !unmarked))
            {
                Report(effect, claim, seen, written: false);
                yield break;
            }

            if (!Holds(effect, claim))
            {
                yield break;
            }

            yield return true;
            var write = (effect.Kind, seen.Mark) switch
            {
                (EffectKinds.ScaleToZero, _) => new Write(seen.Version, 0, ours, seen.Mark is null ? seen.Replicas : seen.Before),
                (EffectKinds.HoldScale, _) => new Write(seen.Version, 0, ours, hold!.Snapshot.Replicas),
                (_, null) when unmarked => new Write(seen.Version, restore!.Snapshot.Replicas, null, 0),
                (_, null) => new Write(seen.Version, seen.Replicas, ours, seen.Replicas),
                _ => new Write(seen.Version, seen.Replicas > 0 ? seen.Replicas : restore!.CallBack ? seen.Before : restore.Snapshot.Replicas, null, 0),
            };
            if (!_calm && Next(3) == 0)
            {
                _onTheirWay.Add(write);
                yield break;
            }

            var written = Do(write);
            if (!_calm && Next(3) == 0)
            {
                // Its answer is lost.
                yield break;
            }

            if (written && (effect.Kind != EffectKinds.RestoreScale || seen.Mark is not null || unmarked))
            {
                Report(effect, claim, seen, written: true);
                yield break;
            }

            shutOut |= written;
        }
    }

    private void Report(NewEffect effect, int claim, Workload seen, bool written)
    {
        if (EffectKinds.NeedsClaim(effect.Kind) && !Holds(effect, claim))
        {
            // Another try is under way and may have looked before this one wrote: its report counts.
            return;
        }

        byte[] result = effect.Kind switch
        {
            EffectKinds.SnapshotScale or EffectKinds.ScaleToZero => PlanFixture.Json(PlanFixture.Twelve with { Replicas = seen.Mark is null ? seen.Replicas : seen.Before }),
            EffectKinds.HoldScale => PlanFixture.Json(new ContainmentDrift(written ? DriftKind.Corrected : DriftKind.Lost, "raised")),
            _ => [],
        };
        Apply(new PlanEvent.StepDone(effect.Id, result));
        _pending.Remove(effect.Id);
    }

    private void Arrive(int at)
    {
        var write = _onTheirWay[at];
        _onTheirWay.RemoveAt(at);
        Do(write);
    }

    private bool Do(Write write)
    {
        if (write.Version != Web.Version)
        {
            return false;
        }

        Web = new Workload(Web.Version + 1, write.Replicas, write.Mark, write.Before);
        History += $" {write.Replicas}{(write.Mark is null ? "" : "*")}";
        return true;
    }

    private int Next(int below) => numbers.MoveNext() ? numbers.Current % below : 0;

    /// <param name="Version">Grows with each write.</param>
    /// <param name="Replicas">Desired replicas.</param>
    /// <param name="Mark">Id of the containment that holds it.</param>
    /// <param name="Before">Replicas that the mark tells.</param>
    internal sealed record Workload(int Version, int Replicas, string? Mark, int Before = 0);

    private sealed record Write(int Version, int Replicas, string? Mark, int Before);
}
