using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>Evidence below ten times more than chance is no news.</summary>
    private const double LeastStanding = 1;

    /// <summary>Windows observed so far.</summary>
    public long Windows => _window;

    /// <summary>Whether the first hour of the workload is not over, in which nothing is said of its replicas.</summary>
    public bool IsLearningWorkload => _novelty.Windows < LearningWindows;

    /// <summary>What stands against the replicas of the last window, for people to look at; it changes nothing.</summary>
    /// <returns>Replicas and features in no order, each pair once, the stronger of its kinds of evidence.</returns>
    public IReadOnlyList<StandingEvidence> Standing()
    {
        var standing = new List<StandingEvidence>();
        foreach (var replica in _present)
        {
            for (var column = 0; column < _features.Names.Count; column++)
            {
                var evidence = Math.Max(VolumeStanding(replica.Volume, column), NoveltyStanding(replica, column));
                if (evidence >= LeastStanding)
                    standing.Add(new StandingEvidence(replica.Name, _features.Names[column], evidence));
            }
        }

        return standing;
    }

    /// <summary>
    /// From how much on a replica's amounts would be told, as things stand: what replicas of this workload do by themselves
    /// sets that. It is no finding, and says what the silence about amounts is worth.
    /// </summary>
    /// <returns>Features of which enough was seen, by name; none while nothing is said of the workload, or there is nobody to compare.</returns>
    public IReadOnlyList<AmountLimit> AmountLimits()
    {
        var siblings = _siblings.Where(static pair => pair.Key.Band == AgeBand.Steady)
            .Select(static pair => pair.Value.FindAll(static replica => !replica.IsReported))
            .MaxBy(static siblings => siblings.Count);
        if (IsLearningWorkload || siblings is not { Count: >= VolumeEvidence.Fewest })
            return [];
        var rate = FalseAlarmBudget.VolumeShare * budget.PerQuarter / FalseAlarmBudget.WindowsPerQuarter(window);
        return
        [
            .. Enumerable.Range(0, _features.Names.Count)
                .Where(_volume.IsJudged)
                .Select(column => (Feature: _features.Names[column], Limits: _volume.Limits(column, siblings, rate, window.TotalSeconds)))
                .OrderBy(static limit => limit.Feature, StringComparer.Ordinal)
                .Select(static limit => new AmountLimit(limit.Feature, limit.Limits.Sudden, limit.Limits.Slow)),
        ];
    }

    /// <summary>
    /// What stands against the workload as a whole at the end of the last window, as one e-value: for each kind of evidence
    /// the chance that a benign workload has anything so rare standing, p, is worth 1 / (2√p) (a calibrator of Vovk and
    /// Wang), and the mean of these by the kinds' shares of the budget is an e-value whatever depends on what.
    /// </summary>
    /// <returns>At most 1 on average for benign workloads, as far as the learned rates hold; for <see cref="Fleet.FleetRanking"/>.</returns>
    public double StandingEValue()
    {
        var (novelty, shared, volume) = (1.0, 1.0, 1.0);
        foreach (var replica in _present)
        {
            if (replica.Novelty.Episode is { } episode)
                novelty = Math.Min(novelty, Chance(_novelty.Rate(episode, _present.Count), episode.Began));
            if (replica is { Rise: { } rise, Story: { } story })
                volume = Math.Min(volume, Chance(_volume.Rate(rise, story, _present.Count).Rate, story.Began));
        }

        if (_novelty.Shared is { } together)
            shared = Chance(_novelty.SharedRate(together), together.Began);
        return (FalseAlarmBudget.NoveltyShare * Calibrated(novelty))
            + (FalseAlarmBudget.SharedNoveltyShare * Calibrated(shared))
            + (FalseAlarmBudget.VolumeShare * Calibrated(volume));
    }

    private double Chance(double rate, long began) => Math.Min(rate * (_window - began + 1), 1);

    private static double Calibrated(double chance) => 0.5 / Math.Sqrt(chance);

    private static double VolumeStanding(VolumeRow row, int column) =>
        !row.IsNew && row.Evidence(column) is > 0 and var evidence ? Math.Log10(evidence) : 0;

    private double NoveltyStanding(ReplicaState replica, int column)
    {
        var surprise = 0.0;
        if (replica.Novelty.Episode is { } episode && episode.Features.TryGetValue(column, out var own))
            surprise = own.Surprise(_present.Count);
        if (_novelty.Shared is { } together && together.Features.TryGetValue(column, out var shared) && replica.Volume.Amount(column) > 0)
            surprise = Math.Max(surprise, shared.Surprise(1));
        return surprise / Math.Log(10);
    }
}
