using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Folding.Chains;

namespace IncidentMesh.Detection.Offline;

/// <summary>
/// Decides at the end, from the bursts of all subjects, which incidents there are. docs/folding.md tells the rules and
/// why an attacker gains nothing by making noise first.
/// </summary>
internal static class IncidentGrouping
{
    /// <summary>Processes of one incident among which users are looked for: here all events are there before it is asked.</summary>
    private const int MostProcesses = 1_024;

    /// <summary>Steps of a chain that no storm may swallow where their rules are not in storm.</summary>
    private const int NotableChain = 2;

    public static IEnumerable<(SubjectRef Subject, FoldBuilder Fold)> Group(IReadOnlyList<SubjectBurst> bursts, string cluster, DetectionOptions options, HiddenSignals hidden)
    {
        var seen = bursts.GroupBy(static burst => burst.Subject).Select(subject => Seen(subject, hidden)).ToList();
        var storms = new StormRuns(seen.SelectMany(static one => one.Bursts.SelectMany(cells => cells.Select(cell => (one.Subject, cell)))), options);
        var digested = new List<(SubjectRef Subject, FoldCell Cell)>();
        foreach (var (subject, habits, parts) in seen)
        {
            FoldBuilder? routine = null;
            foreach (var cells in parts)
            {
                if (!StandsAlone(cells, storms, habits))
                {
                    digested.AddRange(cells.Where(storms.Covers).Select(cell => (subject, cell)));
                    cells.RemoveAll(storms.Covers);
                }

                if (cells.Count == 0)
                    continue;
                var fold = FoldOf(cells);
                if (!IsRoutine(cells, habits))
                {
                    yield return (subject, fold);
                }
                else if (routine is not null && fold.FirstSeen - routine.LastSeen <= options.RoutineGap)
                {
                    routine.Merge(fold.ToFold());
                }
                else
                {
                    if (routine is not null)
                        yield return (subject, routine);
                    routine = fold;
                }
            }

            if (routine is not null)
                yield return (subject, routine);
        }

        foreach (var digest in Digests(digested, options))
            yield return (StormDigest.Of(cluster), digest);
    }

    /// <summary>What is seen of a subject, by time: what is hidden neither opens an incident nor makes a storm.</summary>
    private static (SubjectRef Subject, SubjectHabits Habits, List<List<FoldCell>> Bursts) Seen(IGrouping<SubjectRef, SubjectBurst> subject, HiddenSignals hidden)
    {
        var habits = new SubjectHabits(subject);
        return (subject.Key, habits, [.. subject.OrderBy(static burst => burst.First).Select(burst => hidden.LeaveOut(burst.Cells.ToList(), LooksLikeAttack(burst, habits)))]);
    }

    /// <summary>Whether a burst keeps also what is in storm: it is severe, or an attack may be going on in it.</summary>
    private static bool StandsAlone(List<FoldCell> cells, StormRuns storms, SubjectHabits habits) =>
        cells.Exists(static cell => cell.Severity >= Severity.High)
        || AttackChain.Of(habits.Unusual(cells)).Count >= StormDigest.CertainChain
        || AttackChain.Of(cells.Where(cell => !storms.Covers(cell)).SelectMany(static cell => cell.Hits)).Count >= NotableChain;

    /// <summary>Whether suppressions do not count: three steps in order, or two and one of them critical.</summary>
    private static bool LooksLikeAttack(SubjectBurst burst, SubjectHabits habits) =>
        AttackChain.Of(habits.Unusual(burst.Cells)).Count switch
        {
            >= StormDigest.CertainChain => true,
            NotableChain => burst.Cells.Any(static cell => cell.Severity >= Severity.Critical),
            _ => false,
        };

    private static bool IsRoutine(List<FoldCell> cells, SubjectHabits habits) =>
        cells.TrueForAll(static cell => cell.Severity < Severity.High && !cell.Health)
        && AttackChain.Of(habits.Unusual(cells)).Count < StormDigest.CertainChain;

    private static IEnumerable<FoldBuilder> Digests(List<(SubjectRef Subject, FoldCell Cell)> cells, DetectionOptions options)
    {
        FoldBuilder? digest = null;
        foreach (var (subject, cell) in cells
            .OrderBy(static part => part.Cell.First)
            .ThenBy(static part => part.Subject.ToString(), StringComparer.Ordinal)
            .ThenBy(static part => string.Join('\n', part.Cell.Rules), StringComparer.Ordinal))
        {
            if (digest is not null && cell.First - digest.LastSeen > options.DigestGap)
            {
                yield return digest;
                digest = null;
            }

            (digest ??= new FoldBuilder()).MergeOf(subject, cell.Fold.ToFold());
        }

        if (digest is not null)
            yield return digest;
    }

    private static FoldBuilder FoldOf(List<FoldCell> cells)
    {
        var fold = new FoldBuilder(processRoom: MostProcesses);
        foreach (var cell in cells)
            fold.Merge(cell.Fold.ToFold());
        return fold;
    }
}
