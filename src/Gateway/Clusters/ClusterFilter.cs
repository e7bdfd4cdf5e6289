using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Naming;
using IncidentMesh.Gateway.Problems;

namespace IncidentMesh.Gateway.Clusters;

/// <summary>A list's filter by clusters.</summary>
internal static class ClusterFilter
{
    /// <summary>Refuses a cluster that there is none of, or that the asker may not see: an empty list would be taken for peace.</summary>
    public static async ValueTask<Problem?> CheckAsync(this ClusterDirectory directory, IReadOnlyList<string>? clusters, Principal principal, CancellationToken cancellationToken)
    {
        foreach (var cluster in clusters ?? [])
        {
            if (principal.MaySee(cluster) && await directory.ExistsAsync(cluster, cancellationToken))
                continue;
            var visible = (await directory.ListAsync(cancellationToken)).Select(static one => one.Connection.Cluster).Where(principal.MaySee).ToList();
            var detail = $"There is no cluster '{cluster}', or it is not visible to you."
                + (visible.Count > 0 ? $" Did you mean '{EditDistance.Closest(cluster, visible)}'?" : "");
            return Problem.Invalid(detail, new ProblemError(detail, "cluster"));
        }

        return null;
    }
}
