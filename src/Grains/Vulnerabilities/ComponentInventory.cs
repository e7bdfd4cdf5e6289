using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Vulnerabilities.Components;

namespace IncidentMesh.Grains.Vulnerabilities;

/// <summary>Reads from a cluster's inventory what it runs of Kubernetes.</summary>
internal static class ComponentInventory
{
    /// <returns>What runs; or why that is not known.</returns>
    public static async Task<(IReadOnlyList<RunningComponent>? Components, string? Problem)> ReadAsync(IGrainFactory grains, string cluster)
    {
        var found = new List<RunningComponent>();
        if (await ReadAsync(grains, cluster, "nodes", null, node => found.AddRange(ClusterComponents.OfNode(node))) is (var problem, _))
        {
            return (null, problem);
        }

        // Where pods may not be read at all, the server's version stands for those of its control plane. While they are not
        // known only for the moment, nothing is concluded from that.
        if (await ReadAsync(grains, cluster, "pods", "kube-system", pod => found.AddRange(ClusterComponents.OfPod(pod))) is (var moment, { } pods)
            && (pods.State == InventoryState.Pending || pods.AsOf is not null))
        {
            return (null, moment);
        }

        var status = await grains.GetGrain<IClusterGrain>(cluster).GetStatusAsync();
        found.AddRange(ClusterComponents.OfServer(status.ServerVersion, found));
        return ([.. found.Distinct()], null);
    }

    private static async Task<(string Problem, InventoryKind? Kind)?> ReadAsync(IGrainFactory grains, string cluster, string kind, string? space, Action<JsonElement> read)
    {
        string? after = null;
        do
        {
            var page = await grains.GetGrain<IInventoryGrain>(cluster).ListAsync(new InventoryQuery { Kind = kind, Namespace = space, After = after });
            if (page.Kind is not { State: InventoryState.Read })
            {
                return (page.Kind?.Note ?? $"What {kind} the cluster has is not known at present.", page.Kind);
            }

            foreach (var one in page.Objects)
            {
                using var json = JsonDocument.Parse(one.Json);
                read(json.RootElement);
            }

            after = page.Next;
        }
        while (after is not null);
        return null;
    }
}
