using System.Text.Json;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>An alert's tags. All alerts of a rule have the same ones, so a list is made once and found again by its bytes.</summary>
internal static class FalcoTags
{
    private const int Most = 32;
    private const int Slots = 512;
    private const int LongestKept = 1024;
    private static readonly Entry?[] Table = new Entry?[Slots];

    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> json, JsonSlice tags) =>
        tags.Type == JsonTokenType.StartArray ? Find(tags.Of(json)).Tags : [];

    /// <summary>Writes the tags into the canonical form, in the order of their bytes.</summary>
    public static void Write(CanonicalBuffer buffer, ReadOnlySpan<byte> json, JsonSlice tags)
    {
        if (tags.Type == JsonTokenType.StartArray)
            buffer.Text(Find(tags.Of(json)).Canonical, escaped: false);
        else
            buffer.Value(json, tags);
    }

    private static Entry Find(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > LongestKept)
            return Parse(raw);

        ref var slot = ref Table[InternedText.Hash(raw) % Slots];
        if (slot is { } known && known.Raw.AsSpan().SequenceEqual(raw))
            return known;

        return slot = Parse(raw);
    }

    private static Entry Parse(ReadOnlySpan<byte> raw)
    {
        var names = new List<string>();
        var all = new List<byte[]>();
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var slice = JsonSlice.Take(ref reader);
            if (names.Count < Most && EventText.Name(raw, slice) is { } name)
                names.Add(name);

            // Kind and length before the text: lists of tags are told apart like everything else.
            var text = slice.Of(raw);
            var item = new byte[5 + text.Length];
            item[0] = (byte)slice.Type;
            var length = text.Length;
            if (slice.Escaped)
                length = JsonEscapes.Undo(text, item.AsSpan(5));
            else
                text.CopyTo(item.AsSpan(5));
            BitConverter.TryWriteBytes(item.AsSpan(1), length);
            all.Add(item[..(5 + length)]);
        }

        all.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return new Entry(raw.ToArray(), names.ToArray(), all.SelectMany(static item => item).ToArray());
    }

    private sealed record Entry(byte[] Raw, string[] Tags, byte[] Canonical);
}
