using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection.Folding.Chains;

/// <summary>
/// Finds the longest run of ATT&amp;CK tactics, in the order of the matrix, that may have happened in that order within
/// a while. Each rule stands for one tactic. More hits never make a chain shorter: nobody breaks one up by adding noise.
/// </summary>
/// <remarks>
/// Order is judged by slots of time: where two tactics lie in the same slot, they count as in order, because an
/// intrusion takes seconds and sensors' clocks differ. So a chain may be claimed that was none, but none is missed.
/// </remarks>
internal static class AttackChain
{
    /// <summary>Time within which a chain's steps must lie.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    /// <summary>Slots of a tactic, over all its rules.</summary>
    private const int TacticSlots = 128;

    public static IReadOnlyList<ChainStep> Of(IEnumerable<RuleHits> rules)
    {
        var tactics = new (int Rank, List<RuleHits> Rules, RuleTimes Times)?[Tactics.Count];
        foreach (var hits in rules)
        {
            if (Tactics.RankOf(hits.Techniques) is not { } rank)
                continue;
            var (_, known, _) = tactics[rank] ??= (rank, [], RuleTimes.None);
            known.Add(hits);
        }

        var present = tactics.OfType<(int Rank, List<RuleHits> Rules, RuleTimes Times)>()
            .Select(static tactic => tactic with { Times = Union(tactic.Rules) })
            .ToList();
        if (present.Count == 0)
            return [];

        Run? best = null;
        foreach (var start in present.SelectMany(static tactic => tactic.Times.Slots.Select(slot => (long)slot << tactic.Times.Scale)).Distinct().Order())
        {
            var run = LongestFrom(start, present);
            if (best is null || run.Length > best.Length)
                best = run;
            if (best.Length == present.Count)
                break;
        }

        return [.. best!.Steps().Select(step => StepOf(present[step.Tactic].Rank, present[step.Tactic].Rules, step.Minute))];
    }

    /// <summary>For each length of chain the earliest minute at which one may end, tactic by tactic.</summary>
    private static Run LongestFrom(long start, List<(int Rank, List<RuleHits> Rules, RuleTimes Times)> tactics)
    {
        var ends = new Run?[tactics.Count + 1];
        var longest = ends[0] = new Run(null, -1, start, 0);
        for (var tactic = 0; tactic < tactics.Count; tactic++)
        {
            for (var length = tactic; length >= 0; length--)
            {
                if (ends[length] is not { } before || EarliestFrom(tactics[tactic].Times, before.Minute) is not { } minute)
                    continue;
                if (minute - start > (long)Window.TotalMinutes || ends[length + 1] is { } other && other.Minute <= minute)
                    continue;

                ends[length + 1] = new Run(before, tactic, minute, length + 1);
                longest = longest.Length > length ? longest : ends[length + 1]!;
            }
        }

        return longest;
    }

    /// <returns>The first minute, not before another, that may hold a hit.</returns>
    private static long? EarliestFrom(RuleTimes times, long minute)
    {
        foreach (var slot in times.Slots)
        {
            var first = (long)slot << times.Scale;
            if (first + (1L << times.Scale) > minute)
                return Math.Max(first, minute);
        }

        return null;
    }

    private static RuleTimes Union(List<RuleHits> rules)
    {
        var union = new SlotTimes(TacticSlots);
        foreach (var hits in rules)
            union.Add(TimesOf(hits));
        return union.ToTimes();
    }

    /// <summary>Hits that were folded before times were kept have a first and a last one.</summary>
    private static RuleTimes TimesOf(RuleHits hits) =>
        hits.Times.Slots.Count > 0 ? hits.Times : SlotTimes.Union(SlotTimes.One(hits.FirstSeen), SlotTimes.One(hits.LastSeen));

    private static ChainStep StepOf(int rank, List<RuleHits> rules, long minute)
    {
        var rule = rules.OrderBy(hits => EarliestFrom(TimesOf(hits), minute) ?? long.MaxValue).ThenBy(static hits => hits.Rule, StringComparer.Ordinal).First();
        return new ChainStep(Tactics.Id(rank), Tactics.Name(rank), rule.Rule, SlotTimes.TimeOf(minute));
    }

    /// <summary>A chain, by its last step.</summary>
    private sealed record Run(Run? Before, int Tactic, long Minute, int Length)
    {
        public IEnumerable<Run> Steps() => Before is null ? [] : Before.Steps().Append(this);
    }
}
