using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Incidents;

/// <summary>
/// What an incident leaves out where it would not fit into a row of the ledger: names that somebody made long must not
/// keep it from taking in signals and outcomes. Counts, severities, plan and marks stay whole.
/// </summary>
internal static class IncidentSize
{
    private const int MostCuts = 8;

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

    /// <summary>Leaves examples out first, and then, each time, half of the names that are left: these count as others.</summary>
    /// <returns>Whether there was anything left to leave out.</returns>
    public static bool Cut(IncidentDraft draft)
    {
        var cuts = draft.Cuts++;
        if (cuts >= MostCuts)
        {
            return false;
        }

        var data = draft.Data;
        draft.Data = cuts == 0
            ? data with { Fold = WithoutExamples(data.Fold), Deviations = [.. data.Deviations.Take(5)] }
            : data with { Fold = FoldBuilder.Fewer(data.Fold, 1 << cuts), Own = data.Own is { } own ? ForPlans(FoldBuilder.Fewer(own, 1 << cuts)) : null };
        if (!data.IsCut)
        {
            draft.Data = draft.Data with { IsCut = true };
            draft.Tell("state", "system:folding", "its names are too long to keep them all: examples are left out, and the last of many rules, pods, users and nodes count as others");
        }

        return true;
    }

    private static IncidentFold WithoutExamples(IncidentFold fold) => fold with
    {
        Rules = [.. fold.Rules.Select(static hits => hits with { Examples = [] })],
        Hidden = [.. fold.Hidden.Select(static step => step with { Hits = step.Hits with { Examples = [] } })],
    };
}
