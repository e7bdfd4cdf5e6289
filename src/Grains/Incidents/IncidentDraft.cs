using System.Globalization;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Incidents.Evidence;
using IncidentMesh.Grains.Incidents.Plans;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Response.Workflow;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Incidents;

/// <summary>A change of one incident while it is being made: everything in it is committed together or not at all.</summary>
internal sealed class IncidentDraft(string id, IncidentData data, DateTimeOffset now, Serializer serializer, IncidentScoring scoring)
{
    private const int RecentLines = 20;
    private const int MaxLineLength = 1_000;

    private readonly List<LedgerRow> _rows = [];
    private readonly List<NewEffect> _effects = [];
    private readonly List<string> _settled = [];
    private readonly List<AuditEntry> _audit = [];

    public string Id => id;

    public DateTimeOffset Now => now;

    public IncidentData Data { get; set; } = data;

    public IncidentScoring Scoring => scoring;

    /// <summary>Whether its texts were cut so that it fits.</summary>
    public bool IsCut { get; set; }

    /// <summary>The claim without which this change is not made; null where there is none.</summary>
    public EffectClaim? Claim { get; set; }

    public void Tell(string kind, string actor, string text, DateTimeOffset? time = null)
    {
        var entry = new TimelineEntry
        {
            Number = Data.TimelineLength + 1,
            Time = time ?? now,
            Kind = kind,
            Actor = actor,
            Text = text.Length <= MaxLineLength ? text : text[..MaxLineLength],
        };
        _rows.Add(new LedgerRow(IncidentRows.TimelineKey(entry.Number), serializer.SerializeToArray(entry)));
        Data = Data with
        {
            TimelineLength = entry.Number,
            Recent = [.. Data.Recent.Append(entry).TakeLast(RecentLines)],
        };
    }

    /// <summary>Keeps the evidence that a plan's step collected.</summary>
    public void Keep(string plan, EvidenceCollected collected) => EvidenceRows.Write(this, plan, collected, serializer);

    public void Write(LedgerRow row) => _rows.Add(row);

    public void Ask(NewEffect effect) => _effects.Add(effect);

    public void Settle(string effect)
    {
        if (!_settled.Contains(effect))
        {
            _settled.Add(effect);
        }
    }

    public void Audit(string actor, string action, string detail) => _audit.Add(new AuditEntry
    {
        Time = now,
        Actor = actor,
        Action = action,
        Target = id,
        Detail = detail,
        Cluster = Data.Subject.Cluster,
    });

    /// <summary>Takes a plan's transition in, with its effects, its audit entries and lines that tell of it.</summary>
    /// <returns>Why nothing changed, or null.</returns>
    public string? Apply(PlanTransition transition)
    {
        foreach (var effect in transition.Settled)
        {
            Settle(effect);
        }

        if (transition.Refusal is not null)
        {
            return transition.Refusal;
        }

        LookingAgain.End(this);
        var before = Data.Plan;
        Data = Data with { Plan = transition.Plan };
        _effects.AddRange(transition.Effects);
        _audit.AddRange(transition.Audit);
        foreach (var entry in transition.Audit)
        {
            var text = entry.Detail.Length > 0 ? $"{entry.Action}: {entry.Detail}" : entry.Action;
            Tell(entry.Action.StartsWith("step.", StringComparison.Ordinal) ? "effect" : "plan", entry.Actor, text);
        }

        if (transition.Plan.Status != before?.Status && transition.Plan.Status is PlanStatus.Contained or PlanStatus.Completed && Data.Risk?.Credentials is { Count: > 0 } exposed)
        {
            Tell("plan", "system:planner", $"what was read is not taken back by this. To be replaced: {OutsidePods.Names([.. exposed.Select(static one => $"{one.Kind} {one.Name}")])}");
        }

        var state = Data.MergedInto is null ? IncidentLife.After(Data.State, before, transition.Plan) : Data.State;
        if (state == IncidentState.Open && Data.State != state)
        {
            var was = Data.State.ToString().ToLowerInvariant();
            var opened = $"open again: it was {was}, and {(transition.Plan.Status == PlanStatus.Failed ? "is not held any more" : "what was contained is loose")}";
            Audit("system:workflow", "incident.reopen", opened);
            Tell("state", "system:workflow", opened);
            if (!Data.TakesSignals)
            {
                IncidentVerdicts.Withdraw(this);
            }
        }

        if (state == IncidentState.Contained && Data.State != state && OutsidePods.WhyNotContained(transition.Plan, Data.OwnFold) is { } why)
        {
            state = Data.State;
            Tell("state", "system:workflow", $"not contained: {why}");
        }

        if (state == IncidentState.Contained && IncidentLife.IsLoose(before))
        {
            Tell("state", "system:workflow", "contained again");
        }

        Data = Data with { State = state };
        return null;
    }

    public LedgerCommit Complete(LedgerCommit commit) => commit with
    {
        Rows = _rows,
        Effects = _effects,
        SettledEffects = _settled,
        Claim = Claim,
        Audit = _audit,
        Listing = new Listing(
            Data.Subject.Cluster,
            Data.State.ToString().ToLowerInvariant(),
            Data.Subject.ToString(),
            Rank(),
            serializer.SerializeToArray(IncidentViews.Summary(id, Data))),
    };

    /// <summary>Score first, then the latest seen: 100 × 10^11 seconds fit easily.</summary>
    private long Rank() => (Data.Score.Value * 100_000_000_000L) + Math.Max(0, Data.Fold.LastSeen.ToUnixTimeSeconds());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{id}: {_rows.Count} rows, {_effects.Count} effects");
}
