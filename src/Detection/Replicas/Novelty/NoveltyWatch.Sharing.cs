namespace IncidentMesh.Detection.Replicas.Novelty;

internal sealed partial class NoveltyWatch
{
    /// <summary>So many siblings at least make something the workload's.</summary>
    private const int LeastWitnesses = 2;

    /// <summary>
    /// Takes out of a replica's episode what most siblings show by now: who came to it first or last is not odd by that. Where
    /// they, too, began it a short while ago, the episode of many judges it; what they began before that was judged then. Who
    /// is under a finding is no witness.
    /// </summary>
    /// <param name="replica">Whose episode it is.</param>
    /// <param name="episode">That would be reported.</param>
    /// <param name="present">All replicas that are watched in this window.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="revisions">When each revision was first seen.</param>
    /// <returns>Whether anything was taken out.</returns>
    public bool Share(
        ReplicaState replica, NoveltyEpisode episode, IReadOnlyList<ReplicaState> present, long window, IReadOnlyDictionary<string, long> revisions)
    {
        var siblings = present.Where(other => other != replica && other.Siblings.Revision == replica.Siblings.Revision).ToList();
        var before = episode.Features.Count;
        foreach (var number in episode.Features.Keys.ToList())
        {
            var witnesses = siblings.FindAll(other => !other.IsReported && other.Novelty.Shows(number, window));
            if (witnesses.Count < LeastWitnesses || 2 * witnesses.Count <= siblings.Count)
                continue;
            if (witnesses.Exists(other => other.Novelty.Episode?.Features.ContainsKey(number) == true))
                HandOver(episode, number, witnesses.Count + 1, replica.Siblings.Revision, window, revisions);
            episode.Remove(number);
        }

        return episode.Features.Count < before;
    }

    private void HandOver(NoveltyEpisode episode, int number, int sharers, string revision, long window, IReadOnlyDictionary<string, long> revisions)
    {
        var column = _columns[number];
        column.Share(sharers);
        var ofRevision = window - revisions.GetValueOrDefault(revision, 1);
        var surprise = _beliefs.Surprise(_columns, column, episode.Band, _windows[(int)episode.Band], window, ofRevision, isShared: true);
        var isRevisions = column.IsOfOneRevision && IsNew(revision, window, revisions);
        Shared ??= new NoveltyEpisode(episode.Began, episode.Since, episode.Band);
        Shared.Add(number, column, surprise, episode.Features[number].Count, window, isRevisions ? revision : null);
    }
}
