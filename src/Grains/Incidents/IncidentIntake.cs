using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;
using IncidentMesh.Grains.Incidents.Effects;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Grains.Signals;

namespace IncidentMesh.Grains.Incidents;

/// <summary>What new detections make of an incident.</summary>
internal static class IncidentIntake
{
    /// <summary>More rules than this in one share are told in one line: a commit has room for so many rows.</summary>
    private const int MaxNewLines = 40;

    /// <summary>More actors than this that are named or not named any more at once are told in one line, each.</summary>
    private const int MaxActorLines = 8;

    /// <summary>Each has at most 10 features of 256 characters.</summary>
    private const int MostDeviations = 20;

    public static void Take(IncidentDraft draft, string lane, IReadOnlyList<ObservedSignal> signals)
    {
        var data = draft.Data;
        var fold = Add(data.Fold, data.Share, signals);
        var known = data.Fold.Rules.Select(hits => hits.Rule).ToHashSet(StringComparer.Ordinal);
        draft.Write(new(IncidentRows.EventsKey(data.Events), EventPlaces.Encode(lane.Split('#')[0], signals)));
        draft.Data = data with { Fold = fold, Own = data.Own is null ? null : IncidentSize.ForPlans(Add(data.Own, data.Share, signals)), Events = data.Events + signals.Count, Title = IncidentTitle.Of(fold, data.Subject) };
        draft.Data = draft.Data with { Deviations = [.. signals.Select(static signal => signal.Deviation).OfType<Deviation>().Reverse().Concat(data.Deviations).Take(MostDeviations)] };
        GatherEffect.AskFor(draft, data.Fold);
        // What each of these says is news, also of a rule that is known.
        foreach (var signal in signals.Where(signal => OddEvents.IsUndelivered(signal) || (signal.Deviation is not null && signal.Detections.All(detection => known.Contains(detection.Rule)))).Take(MaxNewLines))
        {
            draft.Tell("detection", signal.Signal.Rule, signal.Signal.Summary, signal.Signal.Time);
        }

        TellNewRules(draft, signals, fold.Rules.Where(hits => !known.Contains(hits.Rule) && hits.Rule != IngestRules.Undelivered).ToList());
        TellHidden(draft, signals);
        TellActors(draft, data.Fold);
        if (fold.Stage > Math.Max(1, data.Fold.Stage))
        {
            draft.Tell("detection", "system:folding", $"stage {fold.Stage}: {string.Join(" -> ", fold.Chain.Select(step => step.Name))}", fold.Chain[^1].Time);
        }
    }

    /// <summary>Learns of exec sessions.</summary>
    /// <returns>Whether that names anybody, or differently than before.</returns>
    public static bool Learn(IncidentDraft draft, IReadOnlyList<ExecSession> sessions)
    {
        var data = draft.Data;
        var fold = Taught(data.Fold, data.Share, sessions);
        if (fold.Actors.Count == data.Fold.Actors.Count && fold.Actors.Zip(data.Fold.Actors).All(static pair => ExecOrder.AreEqual(pair.First, pair.Second)))
        {
            return false;
        }

        draft.Data = data with { Fold = fold };
        TellActors(draft, data.Fold);
        return true;
    }

    public static void Rescore(IncidentDraft draft, WorkloadRecord? context)
    {
        var score = draft.Scoring.Score(draft.Data.Fold, draft.Data.Subject, context, context?.AsOf, draft.Data.Deviations, draft.Data.Risk);
        draft.Data = draft.Data with { Score = score, Context = context };
    }

    private static IncidentFold Add(IncidentFold fold, int share, IReadOnlyList<ObservedSignal> signals)
    {
        var builder = new FoldBuilder(fold);
        foreach (var signal in signals)
        {
            builder.Add(signal, signal.Replica);
        }

        return FoldBuilder.Fewer(builder.ToFold(), share);
    }

    private static IncidentFold Taught(IncidentFold fold, int share, IReadOnlyList<ExecSession> sessions)
    {
        var builder = new FoldBuilder(fold);
        foreach (var session in sessions)
        {
            builder.Learn(session);
        }

        return FoldBuilder.Fewer(builder.ToFold(), share);
    }

    private static void TellActors(IncidentDraft draft, IncidentFold before)
    {
        const string Attribution = "system:attribution";
        var after = draft.Data.Fold.Actors;
        var gone = before.Actors.Where(actor => !after.Any(other => ExecOrder.AreSame(other.Sessions, actor.Sessions)) && !MadeRoom(actor, after)).ToList();
        var found = after.Where(actor => !before.Actors.Any(known => ExecOrder.AreSame(known.Sessions, actor.Sessions))).ToList();
        foreach (var actor in gone.Take(MaxActorLines))
        {
            draft.Tell("detection", Attribution, $"no longer held to be by {ExecActorText.Who(actor)} alone: what came later does not fit that");
        }

        if (gone.Count > MaxActorLines)
        {
            draft.Tell("detection", Attribution, $"nor by {gone.Count - MaxActorLines} more");
        }

        foreach (var actor in found.Take(MaxActorLines))
        {
            draft.Tell("detection", Attribution, $"by {ExecActorText.Line(actor)}: {ExecActorText.Grounds(actor)}", actor.FirstSeen);
        }

        if (found.Count > MaxActorLines)
        {
            draft.Tell("detection", Attribution, $"and by {found.Count - MaxActorLines} more, who are named as actors of the incident");
        }
    }

    /// <summary>Of many actors the oldest are not named any more; what was said of them still stands.</summary>
    private static bool MadeRoom(ExecActor actor, IReadOnlyList<ExecActor> after) => !ExecOrder.HasRoomFor(actor, after) && after.All(other => actor.FirstSeen < other.FirstSeen);

    private static void TellHidden(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals)
    {
        foreach (var suppression in signals.SelectMany(static signal => signal.HiddenBefore ?? []).GroupBy(static step => step.Suppression, StringComparer.Ordinal))
        {
            var rules = string.Join(", ", suppression.Select(static step => $"{step.Hits.Title} ({step.Hits.Count})"));
            draft.Tell("detection", "system:suppressions", $"{suppression.Key} had hidden before: {rules}", suppression.Min(static step => step.Hits.FirstSeen));
        }
    }

    private static void TellNewRules(IncidentDraft draft, IReadOnlyList<ObservedSignal> signals, List<RuleHits> rules)
    {
        foreach (var hits in rules.Take(MaxNewLines))
        {
            var where = FirstOf(hits, signals)?.Replica is { } replica ? $" on {replica.Pod}" : "";
            var example = hits.Example.Length > 0 ? $": {hits.Example}" : "";
            draft.Tell("detection", hits.Rule, $"{hits.Title} ({hits.Severity}){where}{example}", hits.FirstSeen);
        }

        if (rules.Count > MaxNewLines)
        {
            draft.Tell("detection", "system:folding", $"and {rules.Count - MaxNewLines} more rules");
        }
    }

    /// <summary>The signal that the example is of; null for what has no place of its own in the fold.</summary>
    private static ObservedSignal? FirstOf(RuleHits hits, IReadOnlyList<ObservedSignal> signals) => signals.FirstOrDefault(signal =>
        signal.Signal.Time == hits.FirstSeen
        && signal.Detections.Any(detection =>
            detection.Rule == hits.Rule && (detection.Output ?? signal.Signal.Summary).StartsWith(hits.Example, StringComparison.Ordinal)));
}
