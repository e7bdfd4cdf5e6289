using System.Runtime.InteropServices;
using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// The canonical form of any JSON value: members sorted by the bytes of their names, of repeated names the last one.
/// Builds a document: for what is rare. The reader of each format writes the same bytes for its usual events without.
/// </summary>
internal static class CanonicalJson
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
                buffer.Byte((byte)'a');
                buffer.Int32(value.GetArrayLength());
                foreach (var element in value.EnumerateArray())
                    Write(buffer, element);
                break;
            default:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                var reader = new Utf8JsonReader(raw);
                reader.Read();
                buffer.Value(raw, JsonSlice.Take(ref reader));
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
        buffer.Byte((byte)'o');
        buffer.Int32(sorted.Length);
        foreach (var (name, member) in sorted)
        {
            buffer.Text(name.Bytes, escaped: false);
            Write(buffer, member);
        }
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

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(Bytes);
            return hash.ToHashCode();
        }
    }
}
