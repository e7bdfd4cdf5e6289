using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Clusters;

public sealed class InventoryGrainTests
{
    [Fact]
    public async Task A_reader_that_never_answers_does_not_keep_the_next_one_out()
    {
        await using var silo = await TestSilo.StartAsync();
        var inventory = silo.Grains.GetGrain<IInventoryGrain>("prod");
        var (hung, next) = (new Reader(), new Reader());
        next.Kinds.SetResult([]);
        await inventory.AttachAsync(silo.Grains.CreateObjectReference<IInventoryReader>(hung), TimeSpan.FromMinutes(1));
        var asked = inventory.ListKindsAsync();
        await hung.Asked.Task;

        await inventory.AttachAsync(silo.Grains.CreateObjectReference<IInventoryReader>(next), TimeSpan.FromMinutes(1));

        Assert.Empty((await inventory.ListKindsAsync())!);
        hung.Kinds.SetResult(null);
        Assert.Null(await asked);
        GC.KeepAlive(next);
    }

    private sealed class Reader : IInventoryReader
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<IReadOnlyList<InventoryKind>?> Kinds { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<InventoryKind>?> ListKindsAsync(string cluster)
        {
            Asked.TrySetResult();
            return Kinds.Task;
        }

        public Task<InventoryPage> ListAsync(string cluster, InventoryQuery query) => Task.FromResult(InventoryPage.NotWatched);

        public Task<PostureAnswer> FindPostureAsync(string cluster, string @namespace, string kind, string name) => Task.FromResult(PostureAnswer.NotWatched);

        public Task<WorkloadRisk?> FindRiskAsync(string cluster, string @namespace, string kind, string name) => Task.FromResult<WorkloadRisk?>(null);

        public Task<PostureAnswer> RankVulnerabilitiesAsync(string cluster, string? @namespace, int max) => Task.FromResult(PostureAnswer.NotWatched);
    }
}
