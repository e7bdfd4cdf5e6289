using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Folding;

namespace IncidentMesh.Grains.Incidents;

/// <summary>
/// What an incident leaves out where it would not fit into a row of the ledger: names that somebody made long must not
/// keep it from taking in signals and outcomes. Counts, severities, sensors, plan and marks stay whole.
/// </summary>
internal static class IncidentSize
{
    private const int LongestText = 128;
    private const int LargestShare = 64;

    /// <summary>What plans are made from, and nothing more: the whole is in the fold that others were merged into.</summary>
    public static IncidentFold ForPlans(IncidentFold fold) => new()
    {
        Signals = fold.Signals,
        FirstSeen = fold.FirstSeen,
        LastSeen = fold.LastSeen,
        Severity = fold.Severity,
        Rules = [.. fold.Rules.Select(static hits => hits with { Example = "", Techniques = [], Examples = [], Times = RuleTimes.None, Pods = [] })],
        Sensors = fold.Sensors,
        Replicas = fold.Replicas,
    };

    /// <summary>Cuts texts first. Then it has room for half as many names, each time, and from then on: the rest counts as others.</summary>
    /// <returns>False where it is as small as it gets.</returns>
    public static bool Cut(IncidentDraft draft)
    {
        var data = draft.Data;
        if (!draft.IsCut)
        {
            draft.IsCut = true;
            draft.Data = data with { Fold = WithShortTexts(data.Fold), Own = data.Own is { } texts ? WithShortTexts(texts) : null, Deviations = [.. data.Deviations.Take(5)] };
            return true;
        }

        var share = 2 * Math.Max(1, data.Share);
        if (share > LargestShare)
        {
            return false;
        }

        draft.Data = data with
        {
            Share = share,
            Fold = FoldBuilder.Fewer(data.Fold, share),
            Own = data.Own is { } own ? ForPlans(FoldBuilder.Fewer(own, share)) : null,
        };
        if (share == 2)
        {
            draft.Tell("state", "system:folding", "its names are too long to keep them all: those of less severe rules, and of the last of many pods, users and nodes, count as others from now on");
        }

        return true;
    }

    private static IncidentFold WithShortTexts(IncidentFold fold) => fold with
    {
        Rules = [.. fold.Rules.Select(Short)],
        Hidden = [.. fold.Hidden.Select(static step => step with { Hits = Short(step.Hits) })],
    };

    private static RuleHits Short(RuleHits hits) =>
        hits with { Title = RuleExamples.Cut(hits.Title, LongestText), Example = RuleExamples.Cut(hits.Example, LongestText), Examples = [] };
}
