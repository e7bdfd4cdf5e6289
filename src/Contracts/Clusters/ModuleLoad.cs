namespace IncidentMesh.Contracts.Clusters;

/// <summary>A kernel module that a sensor saw loaded, or asked for. Names are hostile text, at most 256 characters.</summary>
/// <param name="Node">Where; empty where the sensor does not say.</param>
/// <param name="Module">Such as <c>sctp</c>.</param>
/// <param name="Time">When.</param>
/// <param name="By">Program that had it loaded; null where that is not known.</param>
/// <param name="Pod">As <c>namespace/name</c>; null for a program of the node, or where that is not known.</param>
/// <param name="Sensor">Who saw it.</param>
[GenerateSerializer, Immutable, Alias("im.module-load")]
public sealed record ModuleLoad(
    [property: Id(0)] string Node,
    [property: Id(1)] string Module,
    [property: Id(2)] DateTimeOffset Time,
    [property: Id(3)] string? By,
    [property: Id(4)] string? Pod,
    [property: Id(5)] string Sensor);

/// <summary>Loads of a module on a node.</summary>
/// <param name="Last">The latest one.</param>
/// <param name="FirstSeen">Of the first one.</param>
/// <param name="Count">How many there were.</param>
[GenerateSerializer, Immutable, Alias("im.module-loads")]
public sealed record ModuleLoads([property: Id(0)] ModuleLoad Last, [property: Id(1)] DateTimeOffset FirstSeen, [property: Id(2)] long Count)
{
    /// <summary>The same with one more.</summary>
    public ModuleLoads With(ModuleLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return new ModuleLoads(load.Time >= Last.Time ? load : Last, load.Time < FirstSeen ? load.Time : FirstSeen, Count + 1);
    }
}
