using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Clusters;

/// <summary>
/// Whether response may change a cluster. Read from the store each time and not asked of the registry's grain: what was
/// committed counts at once, for every silo, however busy a grain is and whichever activation answers.
/// </summary>
internal sealed class ResponseHalts(ILedger ledger, Serializer<RegistryState> serializer)
{
    private static readonly LedgerKey Key = new(RegistryState.Kind, IClusterRegistryGrain.Key);

    /// <exception cref="StoreUnavailableException">Nobody can tell: nothing may be done.</exception>
    public async ValueTask<ResponseHalt?> FindAsync(string cluster, CancellationToken cancellationToken) =>
        await ledger.LoadAsync(Key, cancellationToken) is { } head ? serializer.Deserialize(head.State)!.HaltOf(cluster) : null;
}
