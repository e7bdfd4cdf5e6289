using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Novelty;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas;

/// <summary>
/// Compares the replicas of one workload, window by window, and says which deviates. Deterministic, and independent of
/// the order in which a window's replicas are given. For one thread at a time.
/// </summary>
/// <param name="workload">Name of the workload.</param>
/// <param name="window">Length of its windows.</param>
/// <param name="budget">How many false alarms it may raise.</param>
public sealed partial class ReplicaComparison(string workload, TimeSpan window, FalseAlarmBudget budget)
{
    /// <summary>Windows that are learned from before anything is said, and of a new revision again: an hour of minutes.</summary>
    public const int LearningWindows = 60;

    private static readonly TimeSpan StartingTime = TimeSpan.FromMinutes(10);

    /// <summary>Starts to be seen before a start can be odd.</summary>
    private const int KnownStarts = 5;

    /// <summary>Share of a window that a replica must have been watched to be judged.</summary>
    private const double LeastWatched = 0.25;

    /// <summary>Kinds of siblings, revisions and images in all age bands, that are remembered when none of them runs.</summary>
    private const int MostKinds = 64;

    private readonly Dictionary<string, ReplicaState> _replicas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<SiblingKey, List<ReplicaState>> _siblings = [];
    private readonly List<SiblingKey> _strata = [];
    private readonly List<ReplicaState> _present = [];

    // What was seen of each of those that are present.
    private readonly List<ReplicaWindow> _watched = [];

    // All replicas of the last window, by their place in it.
    private readonly List<ReplicaState> _order = [];
    private readonly FeatureTable _features = new();
    private readonly VolumeWatch _volume = new();
    private readonly NoveltyWatch _novelty = new(FalseAlarmBudget.WindowsPerQuarter(window));
    private readonly FindingWriter _writer = new(workload, window, budget);
    private readonly ImageTally _tally = new();
    private double _watchedSeconds;
    private long _window;
    private int _starts;
    private int _numbered;

    /// <param name="seen">The next window; windows come in the order of time.</param>
    /// <returns>What was decided with it, mostly nothing: each deviation once, and its end.</returns>
    public IReadOnlyList<ReplicaFinding> Observe(WorkloadWindow seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        _window++;
        Take(seen);
        _novelty.Settle(_window, _present, _revisions);
        JudgeAmounts(seen.Start);

        var findings = new List<ReplicaFinding>();
        foreach (var replica in _present)
            Decide(replica, seen.Start, findings);
        DecideShared(seen.Start, findings);
        Part(seen.Start, findings);
        foreach (var replica in _present)
            _watchedSeconds += replica.Volume.Seconds;
        return findings;
    }

    private void JudgeAmounts(DateTimeOffset start)
    {
        var width = _volume.Fit(_features.Families, _numbered);
        foreach (var replica in _present)
            replica.Volume.Fit(width);
        _strata.Clear();
        foreach (var (key, siblings) in _siblings)
        {
            if (key.Band == AgeBand.Steady && siblings.Count > 0)
                _strata.Add(key);
        }

        _strata.Sort();
        foreach (var key in _strata)
            _volume.Judge(_siblings[key], _present.Count, _window, start);
    }

    private void Decide(ReplicaState replica, DateTimeOffset start, List<ReplicaFinding> findings)
    {
        if (replica.Rise is { } rise)
        {
            if (!rise.IsReported && _writer.Volume(replica, rise, _volume, _present.Count, _features, start) is { } finding)
            {
                rise.IsReported = true;
                _volume.Withdraw(rise, replica.Story!);
                findings.Add(Asking(finding, replica, isAmount: true));
                Withhold(replica, finding);
            }
            else if (Math.Log(replica.Volume.Total) < EvidenceTail.End)
            {
                EndRise(replica, rise, start, findings);
            }
        }

        if (replica.Novelty.Episode is { } episode)
        {
            episode.Count(replica.Volume, _window);
            if (!episode.IsReported)
                NoteUncounted(replica, episode);
            if (!episode.IsReported && TellNovelty(replica, episode, start) is { } finding)
            {
                episode.IsReported = true;
                _novelty.Withdraw(episode);
                findings.Add(Asking(finding, replica, isAmount: false));
                Withhold(replica, episode);
            }
            else if (episode.Features.Count == 0)
            {
                // All of it is the workload's: it teaches no rate of such episodes.
                Close(replica);
            }
            else if (episode.HasEnded(_window))
            {
                EndEpisode(replica, episode, start, findings);
            }
        }

        replica.IsAnother = false;
    }

    private void EndRise(ReplicaState replica, VolumeRise rise, DateTimeOffset start, List<ReplicaFinding> findings)
    {
        replica.Rise = null;
        if (!rise.IsReported)
            return;
        // Asked once that is cleared: whether anything else stands against the replica.
        if (!replica.IsReported && !rise.IsAttack)
            _volume.TeachTold(rise);
        findings.Add(Ended(replica, rise.Since, start));
    }

    private void EndEpisode(ReplicaState replica, NoveltyEpisode episode, DateTimeOffset start, List<ReplicaFinding> findings)
    {
        Close(replica);
        if (!replica.IsReported && !episode.IsAttack)
            _novelty.End(replica, episode, _present.Count, _window, isByItself: !IsGone(replica));
        if (episode.IsReported)
            findings.Add(Ended(replica, episode.Since, start));
    }

    private ReplicaFinding Ended(ReplicaState replica, DateTimeOffset since, DateTimeOffset start) =>
        IsGone(replica) ? _writer.Gone(replica.Name, since, start) : _writer.Recovered(replica.Name, since, start);

    private bool IsGone(ReplicaState replica) => replica.LastWindow < _window || replica.IsAnother;

    private static void Close(ReplicaState replica)
    {
        replica.Novelty.Episode = null;
        replica.Uncounted = null;
    }

    /// <summary>Takes out of an episode that would be reported what most siblings show by now.</summary>
    /// <returns>What is left to be told.</returns>
    private ReplicaFinding? TellNovelty(ReplicaState replica, NoveltyEpisode episode, DateTimeOffset start)
    {
        var finding = Write();
        if (finding is null || !_novelty.LeaveToWorkload(replica, episode, _present, _window, _revisions))
            return finding;
        return episode.Features.Count == 0 ? null : Write();

        ReplicaFinding? Write() => _writer.Novelty(replica, episode, _novelty, _present.Count, _watchedSeconds, _features, start);
    }

    private void DecideShared(DateTimeOffset start, List<ReplicaFinding> findings)
    {
        if (_novelty.EndShared(_window) is { IsReported: true } ended)
            findings.Add(_writer.Recovered(null, ended.Since, start));
        if (_novelty.Shared is { IsReported: false } shared
            && _writer.SharedNovelty(shared, _novelty, _present.Count, _watchedSeconds, _features, start) is { } finding)
        {
            shared.IsReported = true;
            findings.Add(finding);
        }

        if (_novelty.Shared is { IsReported: true } standing)
            WithholdAll(standing);
    }

    /// <summary>Lets go of replicas that are no more.</summary>
    private void Part(DateTimeOffset start, List<ReplicaFinding> findings)
    {
        List<ReplicaState>? gone = null;
        foreach (var replica in _replicas.Values)
        {
            if (_window - replica.LastWindow > NoveltyEpisode.Gap)
                (gone ??= []).Add(replica);
            else if (_window % NoveltyEpisode.Gap == 0)
                replica.Novelty.Forget(_window);
        }

        if (gone is not null)
            LetGo(gone, start, findings);
        if (_siblings.Count > MostKinds)
            Prune();
    }

    private void LetGo(List<ReplicaState> gone, DateTimeOffset start, List<ReplicaFinding> findings)
    {
        foreach (var replica in gone.OrderBy(static replica => replica.Name, StringComparer.Ordinal))
        {
            if (replica.Rise is { } rise)
                EndRise(replica, rise, start, findings);
            if (replica.Novelty.Episode is { } episode)
                EndEpisode(replica, episode, start, findings);
            _replicas.Remove(replica.Name);
        }
    }

    /// <summary>Forgets revisions and kinds of siblings of which no replica is left: their names are given by others.</summary>
    private void Prune()
    {
        var kinds = _replicas.Values.Select(replica => replica.Siblings).ToHashSet();
        foreach (var key in _siblings.Keys.Where(key => !kinds.Contains(key)).ToList())
            _siblings.Remove(key);
        var revisions = kinds.Select(kind => kind.Revision).ToHashSet(StringComparer.Ordinal);
        foreach (var revision in _revisions.Keys.Where(revision => !revisions.Contains(revision)).ToList())
            _revisions.Remove(revision);
    }
}
