namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>A write after which dispatchers may find more to claim.</summary>
internal interface IEffectsChange
{
    bool HasNewEffects { get; }
}
