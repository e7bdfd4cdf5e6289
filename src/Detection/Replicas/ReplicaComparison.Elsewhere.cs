using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Novelty;

namespace IncidentMesh.Detection.Replicas;

// Where replicas are too few to tell, pods of the same image elsewhere are asked: by whoever knows them.
public sealed partial class ReplicaComparison
{
    /// <summary>So many replicas of one revision and image cannot tell by themselves which of them is odd.</summary>
    private const int TooFew = 2;

    // Those under suspicion in this window, by their place among those that are watched.
    private readonly List<int> _suspects = [];

    /// <param name="through">End of the last window.</param>
    /// <returns>
    /// What the pods of the present image did, for those who ask elsewhere; null where they have no image in common, or in the
    /// first hour, in which an attack would not be told from what is usual.
    /// </returns>
    public ImageTotals? ImageTotals(DateTimeOffset through) =>
        IsLearningWorkload ? null : _tally.Totals(workload, _present.Count, through, _features, _novelty.Counts, _novelty.Open(_replicas.Values));

    /// <returns>The finding, with what pods of the same image elsewhere are to be asked where its siblings are too few.</returns>
    private ReplicaFinding Asking(ReplicaFinding finding, ReplicaState replica, bool isAmount)
    {
        var (revision, image, _) = replica.Siblings;
        if (image.Length == 0 || !ElsewhereQuestion.CanBeTold(finding.Evidence[0].Feature)
            || _present.Count(other => other.Siblings.Revision == revision && other.Siblings.Image == image) > TooFew)
            return finding;
        var features = finding.Evidence.Select(static evidence => evidence.Feature).Where(ElsewhereQuestion.CanBeTold);
        return finding with { Elsewhere = new ElsewhereQuestion(image, [.. features.Take(isAmount ? 1 : int.MaxValue)], isAmount) };
    }

    /// <summary>Counts for how long it was watched; under suspicion it is no witness.</summary>
    private void CountWitness(int at)
    {
        if (_present[at].IsReported)
            _suspects.Add(at);
        else
            _tally.Watch(_present[at].Volume.Seconds);
        if (_watched[at].IsPartial)
            _tally.LeaveOut();
    }

    /// <summary>What replicas do under suspicion counts for nobody elsewhere.</summary>
    private void WithholdSuspects()
    {
        foreach (var at in _suspects)
            Withhold(_watched[at]);
        _suspects.Clear();
    }

    private void Withhold(ReplicaWindow one)
    {
        foreach (var (feature, count) in one.Activity)
        {
            if (count > 0)
                _tally.Withhold(_features.Of(feature), count, _novelty.Counts);
        }
    }

    /// <summary>Notes what of an episode is not in the totals anyway, so that it is not taken off them when the episode is told.</summary>
    private void NoteUncounted(ReplicaState replica, NoveltyEpisode episode)
    {
        if (_tally.IsAlone && !replica.IsHeld)
            return;
        var uncounted = replica.Uncounted ??= [];
        foreach (var (column, feature) in episode.Features)
            uncounted[column] = uncounted.TryGetValue(column, out var before) ? before + replica.Volume.Amount(column) : feature.Count;
    }

    /// <summary>Nor is a replica a witness for what it did before that was told.</summary>
    private void Withhold(ReplicaState replica, NoveltyEpisode episode)
    {
        foreach (var (column, feature) in episode.Features)
            _tally.Withhold(column, Math.Max(feature.Count - (replica.Uncounted?.GetValueOrDefault(column) ?? 0), 0), _novelty.Counts);
        replica.Uncounted = null;
    }

    /// <summary>The same for what it did more of. While others suspect it, none of that is in the totals.</summary>
    private void Withhold(ReplicaState replica, ReplicaFinding rise)
    {
        foreach (var evidence in rise.Evidence)
            _tally.Withhold(_features.Of(evidence.Feature), replica.IsHeld ? 0 : evidence.Count, _novelty.Counts);
    }

    /// <summary>Of what many began together nobody knows who did how much of it.</summary>
    private void WithholdAll(NoveltyEpisode episode)
    {
        foreach (var column in episode.Features.Keys)
            _tally.WithholdAll(column, _novelty.Counts);
    }
}
