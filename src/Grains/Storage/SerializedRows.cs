using IncidentMesh.Contracts.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Storage;

/// <summary>Reads what grains wrote.</summary>
internal static class SerializedRows
{
    /// <returns>The one row of this key; null where there is none.</returns>
    public static async Task<LedgerRow?> FindRowAsync(this ILedger ledger, LedgerKey partition, string row) =>
        await ledger.ReadRowsAsync(partition, row, row + '\0', 1, descending: false, CancellationToken.None) is [var found] ? found : null;

    /// <exception cref="InvalidDataException">The row holds nothing: the store is damaged.</exception>
    public static T Read<T>(this Serializer serializer, ReadOnlyMemory<byte> value)
        where T : class =>
        serializer.Deserialize<T>(value) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is empty: the store is damaged.");
}
