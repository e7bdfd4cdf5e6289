namespace IncidentMesh.Contracts.Clusters;

/// <summary>Which kernel modules that nobody needs were loaded on a cluster's nodes, as sensors saw it. Key: cluster id.</summary>
[GrainInterfaceType("im.modules")]
public interface IModuleGrain : IGrainWithStringKey
{
    /// <summary>Takes loads in, each once: see <see cref="Signals.SignalShare"/>.</summary>
    [Alias("take")]
    Task TakeAsync(string lane, long chunk, IReadOnlyList<SeenModule> loads);

    /// <returns>The loads of the last 30 days, at most 1,000 nodes and modules, by node and module.</returns>
    [Alias("list"), ReadOnly]
    Task<IReadOnlyList<ModuleLoads>> ListAsync();
}

/// <param name="Index">Index of its signal in the chunk.</param>
/// <param name="Load">What was seen.</param>
[GenerateSerializer, Immutable, Alias("im.seen-module")]
public sealed record SeenModule([property: Id(0)] int Index, [property: Id(1)] ModuleLoad Load);
