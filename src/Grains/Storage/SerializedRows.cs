using Orleans.Serialization;

namespace IncidentMesh.Grains.Storage;

/// <summary>Reads what grains wrote.</summary>
internal static class SerializedRows
{
    /// <exception cref="InvalidDataException">The row holds nothing: the store is damaged.</exception>
    public static T Read<T>(this Serializer serializer, ReadOnlyMemory<byte> value)
        where T : class =>
        serializer.Deserialize<T>(value) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is empty: the store is damaged.");
}
