using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Incidents.Effects;

namespace IncidentMesh.Grains.Incidents;

/// <summary>What people say that an incident was.</summary>
internal static class IncidentVerdicts
{
    private const int MaxMergedFindings = 200;

    public static (CommandOutcome Outcome, string Reason) Judge(IncidentDraft draft, string actor, Verdict verdict, string reason)
    {
        var data = draft.Data;
        if ((WhyNot(verdict) ?? IncidentCommands.WhyNot(reason)) is { } fault)
        {
            return (CommandOutcome.Invalid, fault);
        }

        if (data.MergedInto is { } into)
        {
            return (CommandOutcome.Refused, $"The incident was merged into {into}: judge that one, and its verdict is this one's.");
        }

        if (data.TakesSignals)
        {
            return (CommandOutcome.Refused, "The incident is not over: resolve it with the verdict.");
        }

        if (data.Verdict?.Verdict != verdict)
        {
            Set(draft, new IncidentVerdict(verdict, actor, draft.Now));
            var said = reason.Length > 0 ? $"{Words(verdict)}: {reason}" : Words(verdict);
            draft.Audit(actor, "incident.judge", said);
            draft.Tell("state", actor, $"judged {said}");
        }

        return (CommandOutcome.Done, "");
    }

    /// <returns>Why it is no verdict, or null.</returns>
    public static string? WhyNot(Verdict verdict) => Enum.IsDefined(verdict) ? null : "A verdict is truePositive, falsePositive, benign or test.";

    /// <summary>Takes the verdict back: of what is taken up again, or goes on in another, nobody knows yet what it will turn out to be.</summary>
    public static void Withdraw(IncidentDraft draft)
    {
        if (draft.Data.Verdict is not null)
        {
            Set(draft, null);
        }
    }

    /// <summary>Where findings are that the incident's verdict is of.</summary>
    public static IEnumerable<FindingPlace> Findings(string id, IncidentData data) =>
        data.Deviations.Select(deviation => new FindingPlace(id, deviation.Workload)).Distinct().Concat(data.MergedFindings);

    /// <summary>Findings of an incident that was merged have the verdict of the one that goes on.</summary>
    public static void TakeOver(IncidentDraft draft, IReadOnlyList<FindingPlace> findings)
    {
        var data = draft.Data;
        draft.Data = data with { MergedFindings = [.. data.MergedFindings.Concat(findings).Distinct().Take(MaxMergedFindings)] };
        if (data.Verdict is not null)
        {
            Tell(draft, findings);
        }
    }

    private static void Set(IncidentDraft draft, IncidentVerdict? verdict)
    {
        draft.Data = draft.Data with { Verdict = verdict };
        Tell(draft, Findings(draft.Id, draft.Data));
    }

    /// <summary>Has the comparisons look what the incident is.</summary>
    private static void Tell(IncidentDraft draft, IEnumerable<FindingPlace> findings)
    {
        foreach (var (index, place) in findings.Index())
        {
            draft.Ask(VerdictEffect.Of(place, draft.Data.TimelineLength, index, draft.Now));
        }
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.FalsePositive => "false positive",
        Verdict.TruePositive => "true positive",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
