namespace IncidentMesh.Contracts.Storage;

/// <summary>A ledger partition: the unit of an atomic commit.</summary>
/// <param name="Kind">What it belongs to, such as <c>incident</c>. Lower case, at most 32 characters.</param>
/// <param name="Id">The owner's key, at most 512 characters.</param>
[GenerateSerializer, Immutable, Alias("im.ledger-key")]
public sealed record LedgerKey([property: Id(0)] string Kind, [property: Id(1)] string Id)
{
    public override string ToString() => $"{Kind}:{Id}";
}
