namespace IncidentMesh.Contracts.Inventory;

/// <summary>How far the reading of one kind is.</summary>
[GenerateSerializer, Alias("im.inventory-state")]
public enum InventoryState
{
    /// <summary>Not listed yet.</summary>
    Pending = 0,

    /// <summary>Listed, and followed since.</summary>
    Read = 1,

    /// <summary>The server does not have it: there is none, which is known.</summary>
    NotServed = 2,

    /// <summary>It may not or cannot be read: what is known is as old as it says, or nothing.</summary>
    Unreadable = 3,
}
