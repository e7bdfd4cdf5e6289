namespace IncidentMesh.Detection.Replicas.Novelty;

internal sealed partial class NoveltyWatch
{
    /// <summary>So many siblings at least make something the workload's.</summary>
    private const int LeastWitnesses = 2;

    /// <summary>
    /// Hands over what most siblings show by now from a replica's episode to that of many, which judges it: who came to it
    /// first or last is not odd by that. Who is under a finding is no witness.
    /// </summary>
    /// <param name="replica">Whose episode it is.</param>
    /// <param name="episode">That would be reported.</param>
    /// <param name="present">All replicas that are watched in this window.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="revisions">When each revision was first seen.</param>
    /// <returns>Whether anything was handed over.</returns>
    public bool Share(
        ReplicaState replica, NoveltyEpisode episode, IReadOnlyList<ReplicaState> present, long window, IReadOnlyDictionary<string, long> revisions)
    {
        var revision = replica.Siblings.Revision;
        var siblings = present.Where(other => other != replica && other.Siblings.Revision == revision).ToList();
        var handedOver = false;
        foreach (var number in episode.Features.Keys.ToList())
        {
            var witnesses = siblings.Count(other => !other.IsReported && other.Novelty.Shows(number, window));
            if (witnesses < LeastWitnesses || 2 * witnesses <= siblings.Count)
                continue;
            var column = _columns[number];
            column.Share(witnesses + 1);
            var surprise = _beliefs.Surprise(
                _columns, column, episode.Band, _windows[(int)episode.Band], window, window - revisions.GetValueOrDefault(revision, 1), isShared: true);
            var isRevisions = column.IsOfOneRevision && IsNew(revision, window, revisions);
            Shared ??= new NoveltyEpisode(episode.Began, episode.Since, episode.Band);
            Shared.Add(number, column, surprise, episode.Features[number].Count, window, isRevisions ? revision : null);
            episode.Remove(number);
            handedOver = true;
        }

        return handedOver;
    }
}
