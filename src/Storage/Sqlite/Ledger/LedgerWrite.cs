using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Ledger;

/// <summary>One change of the ledger or its outbox on its way to the disk.</summary>
/// <param name="bytes">Size of its data.</param>
/// <param name="execute">Does it; says whether there are effects that could not be claimed before.</param>
internal sealed class LedgerWrite<TResult>(long bytes, Func<LedgerWrites, (TResult Result, bool HasNewEffects)> execute)
    : StoreWrite<LedgerWrites, TResult>, IEffectsChange
{
    /// <summary>What a write costs beside its data.</summary>
    private const int Overhead = 512;

    public override long Bytes => bytes + Overhead;

    public bool HasNewEffects { get; private set; }

    protected override TResult Execute(LedgerWrites session)
    {
        (var result, HasNewEffects) = execute(session);
        return result;
    }
}
