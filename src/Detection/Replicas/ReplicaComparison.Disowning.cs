namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>
    /// Takes back what a finding about a replica taught, because people found it to be an attack: what was new in it is new again,
    /// and it is no sign that such things happen by themselves.
    /// </summary>
    /// <param name="replica">The replica that was named.</param>
    /// <param name="since">When it began, as the finding said.</param>
    /// <param name="features">Features of its evidence; those that have no column any more are nothing to take back.</param>
    public void Disown(string replica, DateTimeOffset since, IEnumerable<string> features)
    {
        ArgumentNullException.ThrowIfNull(replica);
        ArgumentNullException.ThrowIfNull(features);
        var named = _replicas.GetValueOrDefault(replica);
        if (named?.Rise is { IsReported: true } rise && rise.Since == since)
            rise.IsDisowned = true;
        if (named?.Novelty.Episode is { IsReported: true } episode && episode.Since == since)
            episode.IsDisowned = true;
        else
            _novelty.Disown(since, features.Select(feature => _features.Find(feature, -1)).Where(static column => column >= 0));
    }
}
