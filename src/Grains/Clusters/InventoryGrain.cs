using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Grains.Clusters;

[GrainType("im.inventory")]
internal sealed class InventoryGrain(TimeProvider time) : Grain, IInventoryGrain
{
    private (IInventoryReader Reader, DateTimeOffset Until)? _attached;

    public Task AttachAsync(IInventoryReader reader, TimeSpan lease)
    {
        _attached = (reader, time.GetUtcNow() + lease);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<InventoryKind>?> ListKindsAsync() =>
        Reader is { } reader ? await reader.ListKindsAsync(this.GetPrimaryKeyString()) : null;

    public async Task<InventoryPage> ListAsync(InventoryQuery query) =>
        Reader is { } reader ? await reader.ListAsync(this.GetPrimaryKeyString(), query) : InventoryPage.NotWatched;

    public async Task<PostureAnswer> FindPostureAsync(string @namespace, string kind, string name) =>
        Reader is { } reader ? await reader.FindPostureAsync(this.GetPrimaryKeyString(), @namespace, kind, name) : PostureAnswer.NotWatched;

    public async Task<WorkloadRisk?> FindRiskAsync(string @namespace, string kind, string name) =>
        Reader is { } reader ? await reader.FindRiskAsync(this.GetPrimaryKeyString(), @namespace, kind, name) : null;

    public async Task<PostureAnswer> RankVulnerabilitiesAsync(string? @namespace, int max) =>
        Reader is { } reader ? await reader.RankVulnerabilitiesAsync(this.GetPrimaryKeyString(), @namespace, max) : PostureAnswer.NotWatched;

    private IInventoryReader? Reader => _attached is { } attached && attached.Until > time.GetUtcNow() ? attached.Reader : null;
}
