using System.Runtime.InteropServices;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>The long way to the canonical form, by a document: for what is nested or large, which is rare.</summary>
internal static class CanonicalDocument
{
    /// <exception cref="JsonException">It is not JSON, or nested too deep.</exception>
    public static void Write(CanonicalBuffer buffer, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        Write(buffer, document.RootElement);
    }

    private static void Write(CanonicalBuffer buffer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(buffer, value);
                break;
            case JsonValueKind.Array:
                var first = true;
                buffer.Byte((byte)'[');
                foreach (var element in value.EnumerateArray())
                {
                    if (!first)
                        buffer.Byte((byte)',');
                    first = false;
                    Write(buffer, element);
                }

                buffer.Byte((byte)']');
                break;
            default:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                var reader = new Utf8JsonReader(raw);
                reader.Read();
                CanonicalJson.Write(buffer, raw, JsonSlice.Take(ref reader));
                break;
        }
    }

    private static void WriteMembers(CanonicalBuffer buffer, JsonElement value)
    {
        var members = new Dictionary<ByteText, JsonElement>();
        foreach (var member in value.EnumerateObject())
            members[ByteText.Unescaped(JsonMarshal.GetRawUtf8PropertyName(member))] = member.Value;

        var sorted = members.ToArray();
        Array.Sort(sorted, static (left, right) => left.Key.CompareTo(right.Key));
        buffer.Byte((byte)'{');
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0)
                buffer.Byte((byte)',');
            CanonicalJson.WriteText(buffer, sorted[i].Key.Bytes);
            buffer.Byte((byte)':');
            Write(buffer, sorted[i].Value);
        }

        buffer.Byte((byte)'}');
    }

    private readonly struct ByteText(byte[] bytes) : IEquatable<ByteText>, IComparable<ByteText>
    {
        public byte[] Bytes { get; } = bytes;

        public static ByteText Unescaped(ReadOnlySpan<byte> raw)
        {
            var bytes = new byte[raw.Length];
            return new ByteText(bytes[..JsonEscapes.Undo(raw, bytes)]);
        }

        public int CompareTo(ByteText other) => Bytes.AsSpan().SequenceCompareTo(other.Bytes);

        public bool Equals(ByteText other) => Bytes.AsSpan().SequenceEqual(other.Bytes);

        public override bool Equals(object? obj) => obj is ByteText other && Equals(other);

        public override int GetHashCode() => (int)ByteHash.Of(Bytes);
    }
}
