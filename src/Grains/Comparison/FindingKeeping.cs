using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Grains.Comparison;

/// <summary>Puts findings into a comparison's state: to be told, and to be shown. They have to fit, whatever they say.</summary>
internal static class FindingKeeping
{
    /// <summary>Of more that are found at once the strongest are told.</summary>
    public const int MostTold = 20;

    /// <summary>How many findings are shown.</summary>
    private const int MostShown = 20;

    /// <summary>Numbers that are shown of each; all of them are in the incident.</summary>
    private const int MostEvidenceShown = 3;

    /// <returns>Those that are told of what was found at once, the strongest first. That something ended is not told.</returns>
    public static IEnumerable<ReplicaFinding> ToTell(IReadOnlyList<ReplicaFinding> findings) =>
        findings.Where(static finding => finding.Kind != FindingKind.Recovered).OrderByDescending(static finding => finding.Score).Take(MostTold);

    /// <param name="state">The state.</param>
    /// <param name="findings">What was found at once, the earliest first.</param>
    /// <param name="now">The present.</param>
    /// <returns>The state with them, and how many were not told.</returns>
    public static (ComparisonState Next, int Untold) Keep(ComparisonState state, IReadOnlyList<ReplicaFinding> findings, DateTimeOffset now)
    {
        var found = ToTell(findings).OrderByDescending(static finding => finding.Window).Select(DeviationSignal.Deviation).ToList();
        var untold = findings.Count(static finding => finding.Kind != FindingKind.Recovered) - found.Count;
        var shown = found.Select(static one => one with { Evidence = [.. one.Evidence.Take(MostEvidenceShown)] }).Concat(state.Deviations).ToList();
        var known = findings.Where(static finding => finding.Kind == FindingKind.Recovered).Aggregate(shown, Ended);
        var next = state with
        {
            Deviations = [.. known.Take(MostShown)],
            Untold = [.. state.Untold, .. Enumerable.Reverse(found)],
            Dropped = state.Dropped + untold,
            Tellings = found.Count > 0 ? Math.Max(state.Tellings + 1, now.ToUnixTimeSeconds()) : state.Tellings,
        };
        return (next, untold);
    }

    /// <param name="state">The state.</param>
    /// <param name="findings">Some findings of the workload.</param>
    /// <param name="verdict">What their incident turned out to be; null where nobody says so any more.</param>
    /// <returns>The state with the verdict beside those that are still shown; the same where nothing is new.</returns>
    public static ComparisonState Judge(ComparisonState state, IEnumerable<Deviation> findings, Verdict? verdict)
    {
        var judged = findings.Select(Key).ToHashSet();
        return state.Deviations.Any(IsNew) ? state with { Deviations = [.. state.Deviations.Select(one => IsNew(one) ? one with { Verdict = verdict } : one)] } : state;

        bool IsNew(Deviation one) => one.Verdict != verdict && judged.Contains(Key(one));

        static (string?, DateTimeOffset, DateTimeOffset) Key(Deviation one) => (one.Replica, one.Since, one.Window);
    }

    /// <param name="deviations">The last findings.</param>
    /// <param name="end">Of the quarter, in the time of the events.</param>
    /// <returns>What became of the quarter's findings.</returns>
    public static FindingTally LastQuarter(IReadOnlyList<Deviation> deviations, DateTimeOffset end)
    {
        var told = deviations.Where(one => end - one.Window <= FalseAlarmBudget.Quarter).ToList();
        return new FindingTally(
            told.Count, told.Count(static one => one.Verdict is Verdict.FalsePositive or Verdict.Benign), told.Count(static one => one.Verdict is null));
    }

    private static List<Deviation> Ended(List<Deviation> deviations, ReplicaFinding recovered) =>
    [
        .. deviations.Select(deviation => deviation.Replica == recovered.Replica && deviation.Since == recovered.Since && deviation.EndedAt is null
            ? deviation with { EndedAt = recovered.Window }
            : deviation),
    ];
}
