namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>
    /// Takes back what a replica taught by what it was reported for, because people found it to be an attack: what was new is new
    /// again, and it is no sign that such things happen by themselves. A rise that has ended keeps what it taught.
    /// </summary>
    /// <param name="replica">The replica that was named.</param>
    /// <param name="since">When it began, as the finding said.</param>
    /// <returns>Whether there was anything to take back.</returns>
    public bool Unlearn(string replica, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(replica);
        var isNew = _novelty.Unlearn(replica, since);
        var named = _replicas.GetValueOrDefault(replica);
        if (named?.Rise is { IsReported: true, IsAttack: false } rise && rise.Since == since)
            isNew = rise.IsAttack = true;
        if (named?.Novelty.Episode is { IsReported: true, IsAttack: false } episode && episode.Since == since)
            isNew = episode.IsAttack = true;
        return isNew;
    }
}
