namespace IncidentMesh.Testing.Storage;

/// <summary>The calls of the storage ports, for <see cref="StoreFaults"/>.</summary>
public enum StoreCall
{
    Append,
    Read,
    ListLog,
    Trim,
    Load,
    Commit,
    Delete,
    ReadRows,
    List,
    Claim,
    Holds,
    Defer,
    Park,
    ListParked,
    ListPending,
    Requeue,
    NextDue,
    ReadAudit,
    VerifyAudit,
}
