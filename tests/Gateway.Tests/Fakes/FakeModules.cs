using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>One module was loaded on one node.</summary>
internal sealed class FakeModules : IModuleGrain
{
    public Task TakeAsync(string lane, long chunk, IReadOnlyList<SeenModule> loads) => throw new NotSupportedException();

    public Task<IReadOnlyList<ModuleLoads>> ListAsync()
    {
        var time = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
        return Task.FromResult<IReadOnlyList<ModuleLoads>>([new ModuleLoads(new ModuleLoad("node-1", "sctp", time, "probe", "shop/web-1", "tetragon"), time.AddHours(-1), 3)]);
    }
}
