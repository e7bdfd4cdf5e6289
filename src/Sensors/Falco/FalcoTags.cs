using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>An alert's tags. All alerts of a rule have the same ones, so a list is made once and found again by its bytes.</summary>
internal static class FalcoTags
{
    private const int Most = 32;
    private const int Slots = 512;
    private const int LongestKept = 1024;
    private static readonly TagList None = new([], [], []);
    private static readonly TagList?[] Table = new TagList?[Slots];

    /// <returns>The tags; none where the alert has none.</returns>
    public static TagList Read(ReadOnlySpan<byte> json, JsonSlice tags) =>
        tags.Type == JsonTokenType.StartArray ? Find(tags.Of(json)) : None;

    private static TagList Find(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > LongestKept)
            return Parse(raw);

        ref var slot = ref Table[ByteHash.Of(raw) % Slots];
        if (slot is { } known && known.Raw.AsSpan().SequenceEqual(raw))
            return known;

        return slot = Parse(raw);
    }

    private static TagList Parse(ReadOnlySpan<byte> raw)
    {
        var names = new List<string>();
        var items = new List<byte[]>();
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var slice = JsonSlice.Take(ref reader);
            items.Add(Canonical(raw, slice));
            if (names.Count < Most && EventText.Name(raw, slice) is { } name)
                names.Add(name);
        }

        // A set has no order of its own, and relays sort it.
        items.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return new TagList(raw.ToArray(), names.ToArray(), SHA256.HashData([.. items.SelectMany(static item => item)]));
    }

    /// <summary>Kind, length and text, so that no two lists look alike.</summary>
    private static byte[] Canonical(ReadOnlySpan<byte> raw, JsonSlice slice)
    {
        var text = slice.Of(raw);
        var item = new byte[5 + text.Length];
        text.CopyTo(item.AsSpan(5));
        var length = slice.Escaped ? JsonEscapes.Undo(text, item.AsSpan(5)) : text.Length;
        item[0] = (byte)slice.Type;
        BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(1), length);
        return item[..(5 + length)];
    }

    /// <param name="Raw">The array as it was written.</param>
    /// <param name="Names">At most 32.</param>
    /// <param name="Hash">Of all tags in the order of their bytes.</param>
    internal sealed record TagList(byte[] Raw, IReadOnlyList<string> Names, byte[] Hash);
}
