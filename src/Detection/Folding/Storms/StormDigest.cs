using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Folding.Storms;

namespace IncidentMesh.Detection;

/// <summary>The subject of a cluster's digest: whatever is in storm, of all its subjects.</summary>
public static class StormDigest
{
    /// <summary>Steps of a chain that no storm may swallow, even where each step's rule is in storm.</summary>
    public const int CertainChain = 3;

    private const string Name = "storms";

    public static SubjectRef Of(string cluster) => new(cluster, SubjectKinds.Digest, Name);

    /// <summary>
    /// Whether an incident is no more than a storm: nothing severe, no rule that is not in storm, nothing that was hidden before it looked like an attack, and no chain of
    /// <see cref="CertainChain"/> tactics by rules that are no habits, in it or in what the digest has of its subject.
    /// </summary>
    /// <param name="subject">What the incident is about.</param>
    /// <param name="fold">What it holds.</param>
    /// <param name="stormRules">The rules in storm.</param>
    /// <param name="habits">The digest's <see cref="IncidentFold.Habits"/>.</param>
    public static bool HoldsAllOf(SubjectRef subject, IncidentFold fold, IReadOnlyCollection<string> stormRules, IReadOnlyCollection<long> habits)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(stormRules);
        ArgumentNullException.ThrowIfNull(habits);
        return fold.Severity < Severity.High
            && fold.Hidden.Count == 0
            && fold.Rules.All(hits => stormRules.Contains(hits.Rule))
            && AttackChain.Of(fold.Rules.Where(IsUnusual)).Count < CertainChain;

        bool IsUnusual(RuleHits hits) =>
            RuleHabit.PeriodsOf(hits.Times).Distinct().Count() < RuleHabit.Periods && !habits.Contains(HabitKey(subject, hits.Rule));
    }

    internal static long HabitKey(SubjectRef subject, string rule) => NameKey.Of(subject.ToString(), rule);
}
