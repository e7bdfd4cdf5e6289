using System.Text;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>Three network policies and a cluster role; nobody watches the cluster beta.</summary>
internal sealed class FakeInventories(string cluster) : IInventoryGrain
{
    private static readonly InventoryKind Policies = new()
    {
        Kind = "NetworkPolicy",
        Resource = "networkpolicies",
        Group = "networking.k8s.io",
        Version = "v1",
        State = InventoryState.Unreadable,
        Note = "it may not",
        Objects = 3,
        AsOf = DateTimeOffset.UnixEpoch,
    };

    private static readonly InventoryKind Roles = Policies with { Kind = "ClusterRole", Resource = "clusterroles", State = InventoryState.Read, Note = null, Objects = 1 };

    public Task AttachAsync(IInventoryReader reader, TimeSpan lease) => throw new NotSupportedException();

    public Task<IReadOnlyList<InventoryKind>?> ListKindsAsync() =>
        Task.FromResult<IReadOnlyList<InventoryKind>?>(cluster == "beta" ? null : [Policies, Roles]);

    public Task<InventoryPage> ListAsync(InventoryQuery query)
    {
        if (cluster == "beta")
            return Task.FromResult(InventoryPage.NotWatched);
        var kind = query.Kind switch { "NetworkPolicy" => Policies, "ClusterRole" => Roles, _ => null };
        InventoryObject[] all = kind == Policies ? [Object("shop", "a"), Object("shop", "b"), Object("web", "a")] : [Object("", "system:node")];
        var found = all
            .Where(item => (query.Namespace is null || query.Namespace == item.Namespace) && (query.Name is null || query.Name == item.Name))
            .SkipWhile(item => query.After is { } after && string.CompareOrdinal($"{item.Namespace}/{item.Name}", after) <= 0)
            .ToList();
        return Task.FromResult(new InventoryPage
        {
            Watched = true,
            Kind = kind,
            Objects = kind is null ? [] : [.. found.Take(query.Limit)],
            Next = found.Count > query.Limit ? $"{found[query.Limit - 1].Namespace}/{found[query.Limit - 1].Name}" : null,
        });
    }

    public Task<PostureAnswer> FindPostureAsync(string @namespace, string kind, string name) => Task.FromResult(cluster == "beta" ? PostureAnswer.NotWatched : new PostureAnswer
    {
        Watched = true,
        Ready = @namespace != "young",
        Json = @namespace == "shop" && kind == "deployment" && name == "web" ? """{"workload":"shop/Deployment/web","exposure":{"level":"internet"}}"""u8.ToArray() : default,
    });

    public Task<WorkloadRisk?> FindRiskAsync(string @namespace, string kind, string name) => throw new NotSupportedException();

    public Task<PostureAnswer> RankVulnerabilitiesAsync(string? @namespace, int max) => Task.FromResult(cluster == "beta" ? PostureAnswer.NotWatched : new PostureAnswer
    {
        Watched = true,
        Ready = true,
        Json = Encoding.UTF8.GetBytes($$"""{"total":{{max}},"vulnerabilities":[{"id":"{{@namespace}}"}]}"""),
    });

    private static InventoryObject Object(string space, string name) =>
        new(space, name, $"uid-{name}", Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}","namespace":"{{{space}}}"},"spec":{"podSelector":{}} }"""));
}
