using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Grains.Incidents;

/// <summary>What people say that an incident was.</summary>
internal static class Judging
{
    /// <returns>Why it cannot be judged, or null.</returns>
    public static string? Judge(IncidentDraft draft, string actor, Verdict verdict, string reason)
    {
        var data = draft.Data;
        if (data.MergedInto is { } into)
        {
            return $"The incident was merged into {into}: judge that one.";
        }

        if (data.TakesSignals)
        {
            return "The incident is not over: resolve it with the verdict.";
        }

        if (data.Verdict?.Is != verdict)
        {
            Set(draft, new IncidentVerdict(verdict, actor, draft.Now));
            var said = reason.Length > 0 ? $"{Words(verdict)}: {reason}" : Words(verdict);
            draft.Audit(actor, "incident.judge", said);
            draft.Tell("state", actor, $"judged {said}");
        }

        return null;
    }

    /// <summary>Takes the verdict back: of what is taken up again nobody knows what it will turn out to be.</summary>
    public static void Withdraw(IncidentDraft draft)
    {
        if (draft.Data.Verdict is not null)
        {
            Set(draft, null);
        }
    }

    private static void Set(IncidentDraft draft, IncidentVerdict? verdict)
    {
        draft.Data = draft.Data with { Verdict = verdict };
        foreach (var workload in draft.Data.Deviations.Select(static deviation => deviation.Workload).Distinct(StringComparer.Ordinal))
        {
            draft.Ask(JudgeEffect.Of(workload, draft.Data.TimelineLength, draft.Now));
        }
    }

    /// <returns>Such as <c>false positive</c>.</returns>
    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.FalsePositive => "false positive",
        Verdict.TruePositive => "true positive",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
