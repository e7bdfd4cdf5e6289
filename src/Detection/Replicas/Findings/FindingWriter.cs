using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Novelty;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Reports what is beyond the budget, with its numbers and in one sentence.</summary>
internal sealed class FindingWriter(string workload, TimeSpan window, FalseAlarmBudget budget)
{
    private const int MostEvidence = 10;

    /// <summary>Within this share of what was usual a replica does as before.</summary>
    private const double AsBefore = 0.25;

    private readonly double _windowsPerQuarter = FalseAlarmBudget.WindowsPerQuarter(window);

    /// <returns>The finding; null where the budget does not pay for it.</returns>
    public ReplicaFinding? Novelty(
        ReplicaState replica, NoveltyEpisode episode, NoveltyWatch watch, int replicas, double watched, FeatureTable features, DateTimeOffset start)
    {
        var rate = watch.Rate(episode, replicas);
        if (!Pays(rate, FalseAlarmBudget.NoveltyShare))
            return null;
        var peers = Math.Max(replicas - 1, 0);
        var evidence = episode.Features
            .OrderByDescending(pair => pair.Value.Surprise(replicas)).ThenBy(pair => features.Names[pair.Key], StringComparer.Ordinal)
            .Take(MostEvidence)
            .Select(pair => new FeatureEvidence(
                features.Names[pair.Key], pair.Value.Count, episode.Seconds,
                new PeerCounts(Math.Max(watch.Count(pair.Key) - pair.Value.Count, 0), peers, watched), Math.Exp(pair.Value.Surprise(replicas))))
            .ToList();
        return Finding(
            episode.Revision is null ? FindingKind.Replica : FindingKind.Revision,
            replica.Name, episode.Since, start, rate, FalseAlarmBudget.NoveltyShare, evidence,
            episode.Revision is { } revision
                ? FindingSentence.OnlyOfRevision(replica.Name, revision, evidence, Years(rate))
                : FindingSentence.Novelty(replica.Name, evidence, Years(rate)));
    }

    /// <returns>The finding; null where the budget does not pay for it.</returns>
    public ReplicaFinding? SharedNovelty(
        NoveltyEpisode episode, NoveltyWatch watch, int replicas, double watched, FeatureTable features, DateTimeOffset start)
    {
        var rate = watch.SharedRate(episode);
        if (!Pays(rate, FalseAlarmBudget.SharedNoveltyShare))
            return null;
        var evidence = episode.Features
            .OrderByDescending(pair => pair.Value.Surprise(1)).ThenBy(pair => features.Names[pair.Key], StringComparer.Ordinal)
            .Take(MostEvidence)
            .Select(pair => new FeatureEvidence(
                features.Names[pair.Key], pair.Value.Count, window.TotalSeconds, new PeerCounts(0, 0, watched), Math.Exp(pair.Value.Surprise(1))))
            .ToList();
        var sharers = Math.Min(replicas, episode.Features.Keys.Max(watch.Sharers));
        return Finding(
            episode.Revision is null ? FindingKind.Workload : FindingKind.Revision,
            null, episode.Since, start, rate, FalseAlarmBudget.SharedNoveltyShare, evidence,
            episode.Revision is { } revision
                ? FindingSentence.Revision(workload, revision, sharers, evidence, Years(rate))
                : FindingSentence.Shared(workload, sharers, replicas, evidence, Years(rate)));
    }

    /// <returns>The finding; null where the budget does not pay for it, or a finding about the same feature stands.</returns>
    public ReplicaFinding? Volume(
        ReplicaState replica, VolumeRise rise, VolumeWatch watch, int replicas, FeatureTable features, DateTimeOffset start)
    {
        var (rate, family) = watch.Rate(rise, replica.Story!, replicas);
        if (!Pays(rate, FalseAlarmBudget.VolumeShare))
            return null;
        var columns = Enumerable.Range(0, features.Names.Count)
            .Where(column => watch.Weight(column, family) > 0)
            .OrderByDescending(column => replica.Volume.Evidence(column))
            .Take(3)
            .ToList();
        if (replica.Novelty.Episode is { IsReported: true } told && told.Features.ContainsKey(columns[0]))
            return null;
        var evidence = columns
            .Select(column =>
            {
                var (own, peers) = rise.Counts(column);
                return new FeatureEvidence(
                    features.Names[column], own, rise.Seconds, new PeerCounts(peers, rise.Peers, rise.PeerSeconds), replica.Volume.Evidence(column));
            })
            .ToList();
        return rise.Peers == 1 && !IsTheOddOne(evidence[0], watch.Usual(columns[0]))
            ? Finding(
                FindingKind.Indeterminate, null, rise.Since, start, rate, FalseAlarmBudget.VolumeShare, evidence,
                FindingSentence.OneOfTwo(replica.Name, evidence, Years(rate)))
            : Finding(
                FindingKind.Replica, replica.Name, rise.Since, start, rate, FalseAlarmBudget.VolumeShare, evidence,
                FindingSentence.Volume(replica.Name, evidence, Years(rate)));
    }

    /// <summary>Of two replicas the past tells which is odd, where the other one does as both did.</summary>
    private static bool IsTheOddOne(FeatureEvidence evidence, double usual) =>
        Math.Abs((evidence.Peers.Count / evidence.Peers.Seconds) - usual) <= AsBefore * usual
        && evidence.Count / evidence.Seconds > (1 + AsBefore) * usual;

    public ReplicaFinding Recovered(string? replica, DateTimeOffset since, DateTimeOffset start) =>
        Ended(replica, since, start, FindingSentence.Recovered(replica, workload));

    public ReplicaFinding Gone(string replica, DateTimeOffset since, DateTimeOffset start) => Ended(replica, since, start, FindingSentence.Gone(replica));

    private ReplicaFinding Ended(string? replica, DateTimeOffset since, DateTimeOffset start, string sentence) =>
        new(FindingKind.Recovered, workload, start, replica, since, 1, 0, [], sentence);

    private bool Pays(double rate, double share) => rate * _windowsPerQuarter <= share * budget.PerQuarter;

    private double Years(double rate) => window.TotalDays / 365.25 / rate;

    private ReplicaFinding Finding(
        FindingKind kind, string? replica, DateTimeOffset since, DateTimeOffset start, double rate, double share,
        IReadOnlyList<FeatureEvidence> evidence, string sentence)
    {
        var beyond = Math.Log10(share * budget.PerQuarter / (rate * _windowsPerQuarter));
        return new ReplicaFinding(kind, workload, start, replica, since, 1 / rate, Math.Clamp(50 + (10 * beyond), 0, 100), evidence, sentence);
    }
}
