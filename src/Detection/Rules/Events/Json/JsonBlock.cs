namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>What stands where in 64 bytes of a document; the lowest bit is the first byte.</summary>
/// <param name="Quotes">Where texts and names begin and end.</param>
/// <param name="Backslashes">Backslashes, which there are in texts and names only.</param>
/// <param name="Opens">Opening brackets outside of texts.</param>
/// <param name="Closes">Closing brackets outside of texts.</param>
internal readonly record struct JsonBlock(ulong Quotes, ulong Backslashes, ulong Opens, ulong Closes)
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 64;
}
