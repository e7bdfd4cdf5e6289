using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>Watches a workload's replicas for features that are foreign to it.</summary>
internal sealed partial class NoveltyWatch(double windowsPerQuarter)
{
    /// <summary>Replicas that begin to show a feature within so many windows do it together.</summary>
    private const int Together = 3;

    /// <summary>Less surprising features are learned without a word.</summary>
    private const double Remarkable = 3;

    /// <summary>Windows in which what all replicas of a revision begin is the revision's: a day of minutes.</summary>
    private const int NewRevision = 1440;

    /// <summary>Present in more than this share of the workload's windows, a feature is nothing to remark on, in whichever replica.</summary>
    private const double CommonShare = 0.02;

    /// <summary>Windows that tell what is usual: a sixth of a quarter, about 15 days.</summary>
    private readonly long _memory = (long)(windowsPerQuarter / 6);

    private readonly List<NoveltyColumn> _columns = [];
    private readonly FeatureStays _stays = new();
    private readonly List<Appearance> _appearances = [];
    private readonly NoveltyBeliefs _beliefs = new(windowsPerQuarter);
    private readonly NoveltyHistory _solitary = new(windowsPerQuarter);
    private readonly NoveltyHistory _shared = new(windowsPerQuarter);
    private readonly long[] _windows = new long[2];

    /// <summary>What several replicas began together; null where there is nothing.</summary>
    public NoveltyEpisode? Shared { get; private set; }

    public long Windows => _windows[(int)AgeBand.Steady];

    public double Count(int column) => _stays.Counts[column];

    /// <summary>How often all replicas did each feature; columns that are not in use yet may follow.</summary>
    public ReadOnlySpan<double> Counts => _stays.Counts;

    public int Sharers(int column) => _columns[column].Sharers;

    public void Fit(IReadOnlyList<FeatureFamily> families)
    {
        _stays.Fit(families.Count);
        while (_columns.Count < families.Count)
            _columns.Add(new NoveltyColumn(families[_columns.Count], _columns.Count, _stays));
    }

    /// <returns>When a feature was last learned of, if that is so long ago that another may have its column; null otherwise.</returns>
    public long? Forgotten(int column, long window)
    {
        var last = Math.Max(_columns[column].In(AgeBand.Starting).Last, _columns[column].In(AgeBand.Steady).Last);
        var isOpen = Shared?.Features.ContainsKey(column) == true || _appearances.Exists(appearance => appearance.Column == column);
        return isOpen || window - last < _memory ? null : last;
    }

    /// <summary>Begins a column anew, for a feature that was never seen.</summary>
    public void Renew(int column)
    {
        _stays.Renew(column);
        _solitary.Renew(column);
        _columns[column] = new NoveltyColumn(_columns[column].Family, column, _stays);
    }

    /// <summary>Counts a window in which replicas of this band were watched.</summary>
    /// <remarks>
    /// What is usual is a matter of weeks, not of the workload's whole life: else what a new revision brings would be rare
    /// for ever longer, the older the workload. So all counts are halved whenever they stand for two memories.
    /// </remarks>
    public void Watch(AgeBand band)
    {
        if (++_windows[(int)band] < 2 * _memory)
            return;
        _windows[(int)band] /= 2;
        foreach (var column in _columns)
            column.In(band).Halve();
    }

    /// <param name="band">Age band of a replica.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="isSuspect">Whether what the replica shows is no habit of its workload.</param>
    /// <returns>What counts its features.</returns>
    public StayCounting Counting(AgeBand band, long window, bool isSuspect) =>
        new(_stays, band, window, isSuspect, CommonShare * _windows[(int)band], CommonShare * Windows);

    /// <summary>Notes that a replica showed a feature that is not common.</summary>
    /// <param name="replica">Who.</param>
    /// <param name="number">Of the feature.</param>
    /// <param name="count">How often in this window.</param>
    /// <param name="window">Number of the window.</param>
    /// <param name="start">When it began.</param>
    /// <param name="isLearning">Whether there is nothing yet to compare with: it is learned as usual.</param>
    public void See(ReplicaState replica, int number, double count, long window, DateTimeOffset start, bool isLearning)
    {
        if (!replica.Novelty.Appears(number, window))
            return;
        _columns[number].Begin(replica.Name, replica.Siblings.Revision, replica.Band, window, Together);
        if (!isLearning)
            _appearances.Add(new Appearance(replica, number, replica.Band, count, window, start));
    }

    /// <summary>Decides of what appeared in the window before whether one replica or several show it.</summary>
    /// <param name="window">Number of the present window.</param>
    /// <param name="present">All replicas that are watched in it.</param>
    /// <param name="revisions">When each revision was first seen.</param>
    public void Settle(long window, IReadOnlyList<ReplicaState> present, IReadOnlyDictionary<string, long> revisions)
    {
        var replicas = present.Count;
        var kept = 0;
        for (var at = 0; at < _appearances.Count; at++)
        {
            var appearance = _appearances[at];
            if (appearance.Window >= window)
            {
                _appearances[kept++] = appearance;
                continue;
            }

            var column = _columns[appearance.Column];
            var isShared = column.Sharers >= Math.Max(2, replicas / 3);
            var revision = appearance.Replica.Siblings.Revision;
            var surprise = Surprise(column, appearance.Band, window, window - revisions.GetValueOrDefault(revision, 1), isShared);
            if (surprise < Remarkable)
                continue;

            var episode = isShared
                ? Shared ??= new NoveltyEpisode(appearance.Window, appearance.Since, appearance.Band)
                : appearance.Replica.Novelty.Episode ??= new NoveltyEpisode(appearance.Window, appearance.Since, appearance.Band);
            var isRevisions = isShared ? IsOfNew(column, revision, window, revisions) : IsAlone(appearance.Replica, present);
            episode.Add(appearance.Column, column, surprise, appearance.Count, appearance.Window, isRevisions ? revision : null);
            if (episode.IsReported && !isShared)
                column.Withdraw();
        }

        _appearances.RemoveRange(kept, _appearances.Count - kept);
    }

    private double Surprise(NoveltyColumn column, AgeBand band, long window, long ofRevision, bool isShared) =>
        _beliefs.Surprise(_columns, column, band, _windows[(int)band], window, ofRevision, isShared);

    /// <summary>Whether only this revision shows a feature, and others ran before it, not long ago.</summary>
    private static bool IsOfNew(NoveltyColumn column, string revision, long window, IReadOnlyDictionary<string, long> revisions) =>
        column.IsOfOneRevision && revisions.TryGetValue(revision, out var since) && since > 1 && window - since < NewRevision;

    /// <summary>Whether it is the only replica of its revision beside those of another: then nothing tells it from its revision.</summary>
    private static bool IsAlone(ReplicaState replica, IReadOnlyList<ReplicaState> present) =>
        present.Any(other => other.Siblings.Revision != replica.Siblings.Revision)
        && !present.Any(other => other != replica && other.Siblings.Revision == replica.Siblings.Revision);

    /// <returns>How often, per window, a benign workload has so surprising an episode in one of its replicas.</returns>
    public double Rate(NoveltyEpisode episode, int replicas) => _solitary.Rate(episode.Surprise(replicas), Windows);

    /// <returns>The same for the episode of several replicas.</returns>
    public double SharedRate(NoveltyEpisode episode) => _shared.Rate(episode.Surprise(1), Windows);

    /// <summary>Takes back what a replica taught by what it is reported for: who does the same next, or the like, is as odd.</summary>
    public void Withdraw(NoveltyEpisode episode)
    {
        foreach (var number in episode.Features.Keys)
            _columns[number].Withdraw();
    }

    /// <summary>Takes back what a replica's episode taught that has ended, because it was an attack.</summary>
    /// <param name="replica">That was reported for it.</param>
    /// <param name="since">When it began.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unlearn(string replica, DateTimeOffset since)
    {
        var attacks = _solitary.Unlearn(replica, since);
        foreach (var number in attacks.SelectMany(static attack => attack.Columns))
            _columns[number].Unlearn(replica);
        return attacks.Count > 0;
    }

    /// <summary>Learns from a replica's episode that has ended.</summary>
    /// <param name="replica">Whose it was.</param>
    /// <param name="episode">That one.</param>
    /// <param name="replicas">Replicas that it could have fallen on.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="isByItself">Whether it ended by itself: then a feature that it was reported for is known from now on.</param>
    public void End(ReplicaState replica, NoveltyEpisode episode, int replicas, long window, bool isByItself)
    {
        _solitary.Add(episode.Surprise(replicas), window, episode.IsReported ? new ReportedEpisode(replica.Name, episode.Since, [.. episode.Features.Keys]) : null);
        if (!episode.IsReported || !isByItself)
            return;
        foreach (var number in episode.Features.Keys)
            _columns[number].Restore(replica.Name, replica.Siblings.Revision, episode.Band);
    }

    /// <summary>Ends the shared episode when nothing more was added for a while.</summary>
    /// <returns>The episode; null where there is none or it goes on.</returns>
    public NoveltyEpisode? EndShared(long window)
    {
        if (Shared is not { } episode || !episode.HasEnded(window))
            return null;
        _shared.Add(episode.Surprise(1), window, reported: null);
        Shared = null;
        return episode;
    }
}
