using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection.Folding.Storms;

namespace IncidentMesh.Detection.Offline;

/// <summary>
/// The rules that hit in a subject again and again. Between them anything is in order sooner or later, so they do not
/// count where it has to be decided whether a chain sets a burst apart from noise.
/// </summary>
internal sealed class SubjectHabits(IEnumerable<SubjectBurst> bursts)
{
    private readonly HashSet<string> _rules = bursts
        .SelectMany(static burst => burst.Cells.SelectMany(static cell => cell.Hits))
        .GroupBy(static hits => hits.Rule, StringComparer.Ordinal)
        .Where(static rule => rule.SelectMany(static hits => RuleHabit.PeriodsOf(hits.Times)).Distinct().Take(RuleHabit.Periods).Count() == RuleHabit.Periods)
        .Select(static rule => rule.Key)
        .ToHashSet(StringComparer.Ordinal);

    public IEnumerable<RuleHits> Unusual(IEnumerable<FoldCell> cells) =>
        cells.SelectMany(static cell => cell.Hits).Where(hits => !_rules.Contains(hits.Rule));
}
