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

    // Whether it is worth asking each replica if it is under suspicion: mostly none is, and each costs a look into memory.
    private bool _hasHeld;
    private bool _hasReported;

    /// <param name="through">End of the last window.</param>
    /// <returns>What the pods of the present image did, for those who ask elsewhere; null where they have no image in common.</returns>
    public ImageTotals? ImageTotals(DateTimeOffset through) =>
        _tally.Totals(workload, _present.Count, through, _features, _novelty.Counts);

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

    private void CountWatched()
    {
        var unsuspected = 0.0;
        var any = _hasHeld || _hasReported;
        foreach (var replica in _present)
        {
            _watchedSeconds += replica.Volume.Seconds;
            if (!any || !replica.IsReported)
                unsuspected += replica.Volume.Seconds;
        }

        _tally.Watch(unsuspected);
    }

    /// <summary>A replica under suspicion is no witness: what it does counts for nobody elsewhere.</summary>
    private void WithholdSuspects()
    {
        if (!_hasHeld && !_hasReported)
            return;
        for (var at = 0; at < _present.Count; at++)
        {
            if (_present[at].IsReported)
                Withhold(_watched[at]);
        }
    }

    private void Withhold(ReplicaWindow one)
    {
        foreach (var (feature, count) in one.Activity)
        {
            if (count > 0)
                _tally.Withhold(_features.Of(feature), count, _novelty.Counts);
        }
    }

    /// <summary>Nor is it one for what it did before that was told.</summary>
    private void Withhold(NoveltyEpisode episode)
    {
        foreach (var (column, feature) in episode.Features)
            _tally.Withhold(column, feature.Count, _novelty.Counts);
    }

    /// <summary>Of what many began together nobody knows who did how much of it.</summary>
    private void WithholdAll(NoveltyEpisode episode)
    {
        foreach (var column in episode.Features.Keys)
            _tally.Withhold(column, double.MaxValue, _novelty.Counts);
    }
}
