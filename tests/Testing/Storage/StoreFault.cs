namespace IncidentMesh.Testing.Storage;

/// <summary>What goes wrong with one call of a store.</summary>
public enum StoreFault
{
    None,

    /// <summary>The store fails and has done nothing.</summary>
    Before,

    /// <summary>The store has done it, and reports that it failed.</summary>
    After,

    /// <summary>Somebody else commits first, so that this commit conflicts. Only for <see cref="StoreCall.Commit"/>.</summary>
    Conflict,
}
