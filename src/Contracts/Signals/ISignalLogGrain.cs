namespace IncidentMesh.Contracts.Signals;

/// <summary>The signal log for gateways that run without a store of their own. Key: the log partition as text.</summary>
[GrainInterfaceType("im.signal-log")]
public interface ISignalLogGrain : IGrainWithStringKey
{
    /// <param name="payload">A framed <see cref="SignalBatch"/>.</param>
    /// <returns>The entry's offset, or null where the store cannot take it now.</returns>
    [Alias("append")]
    Task<long?> AppendAsync(byte[] payload);
}
