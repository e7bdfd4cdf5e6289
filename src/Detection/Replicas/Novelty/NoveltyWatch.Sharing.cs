namespace IncidentMesh.Detection.Replicas.Novelty;

internal sealed partial class NoveltyWatch
{
    /// <summary>So many siblings at least make something the workload's.</summary>
    private const int LeastWitnesses = 2;

    /// <summary>
    /// Takes out of a replica's episode what most others of its revision and image show by now: who came to it first or last is
    /// not odd by that. Where they, too, began it a short while ago, the episode of many judges it; what they began before
    /// that was judged, or learned, then. Who is under a finding is a witness only if it is of the same, and what cannot be handed over stays.
    /// </summary>
    /// <param name="replica">Whose episode would be reported.</param>
    /// <param name="episode">That one.</param>
    /// <param name="present">All replicas that are watched in this window.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="revisions">When each revision was first seen.</param>
    /// <returns>Whether anything was taken out.</returns>
    public bool LeaveToWorkload(
        ReplicaState replica, NoveltyEpisode episode, IReadOnlyList<ReplicaState> present, long window, IReadOnlyDictionary<string, long> revisions)
    {
        // Of whatever age: a pod that has just started does what older ones did before.
        var others = present.Where(other =>
            other != replica && other.Siblings.Revision == replica.Siblings.Revision && other.Siblings.Image == replica.Siblings.Image).ToList();
        var before = episode.Features.Count;
        foreach (var number in episode.Features.Keys.ToList())
        {
            if (Shared is { IsReported: true } told && told.Features.ContainsKey(number))
                continue;
            var witnesses = others.FindAll(other => (!other.IsReported && other.Novelty.Shows(number, window)) || IsToldOf(other, number));
            if (witnesses.Count < LeastWitnesses || 2 * witnesses.Count <= others.Count)
                continue;
            var isUndecided = witnesses.Exists(other => other.Novelty.Episode?.Features.ContainsKey(number) == true);
            if (!isUndecided || HandOver(replica, episode, number, witnesses, window, revisions))
                episode.Remove(number);
        }

        return episode.Features.Count < before;
    }

    private static bool IsToldOf(ReplicaState replica, int number) =>
        replica.Novelty.Episode is { IsReported: true } told && told.Features.ContainsKey(number);

    /// <returns>Whether the episode of many can judge it.</returns>
    private bool HandOver(
        ReplicaState replica, NoveltyEpisode episode, int number, List<ReplicaState> witnesses, long window, IReadOnlyDictionary<string, long> revisions)
    {
        if (Shared is { } shared && (shared.IsReported || !shared.HasRoom(number)))
            return false;
        var (column, revision) = (_columns[number], replica.Siblings.Revision);
        column.RaiseSharers(witnesses.Count + 1);
        var surprise = Surprise(column, episode.Band, window, window - revisions.GetValueOrDefault(revision, 1), isShared: true);
        if (surprise < Remarkable)
            return true;
        var count = replica.Volume.Amount(number) + witnesses.Sum(other => other.Volume.Amount(number));
        Shared ??= new NoveltyEpisode(window, episode.Since, episode.Band);
        Shared.Add(number, column, surprise, Math.Max(count, 1), window, IsOfNew(column, revision, window, revisions) ? revision : null);
        return true;
    }
}
