using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using Orleans.Concurrency;

namespace IncidentMesh.Grains.Signals.Logs;

[GrainType("im.signal-log"), StatelessWorker]
internal sealed class SignalLogGrain(ISignalLog log) : Grain, ISignalLogGrain
{
    public async Task<long?> AppendAsync(byte[] payload)
    {
        try
        {
            return await log.AppendAsync(LogPartition.Parse(this.GetPrimaryKeyString()), SignalBatch.Read(payload), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
