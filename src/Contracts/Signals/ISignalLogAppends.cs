namespace IncidentMesh.Contracts.Signals;

/// <summary>Tells readers in the same process that a partition has grown. A hint: readers poll as well.</summary>
public interface ISignalLogAppends
{
    /// <summary>Raised after an append is durable, on the writer's thread: handlers only set a flag.</summary>
    event Action<LogPartition>? Appended;
}
