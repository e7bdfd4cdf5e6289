using System.Buffers;
using System.Text.Json;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// Writes what a mask keeps of an object, as JSON. Bounded whatever the object holds. Not safe for concurrent use.
/// </summary>
internal sealed class FieldProjection(KeptAnnotations annotations)
{
    /// <summary>Most bytes that are kept of one object: of a larger one only the metadata is kept.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>An API server takes custom resources as deep as this.</summary>
    private const int MaxDocumentDepth = 10_000;

    /// <summary>A value that is kept whole and is deeper than this is left out: readers of JSON stop at 64 levels.</summary>
    private const int MaxKeptDepth = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    public static JsonReaderOptions Reading { get; } = new() { MaxDepth = MaxDocumentDepth };

    /// <returns>The fields, or null where they are more than <see cref="MaxBytes"/>. Valid until the next call.</returns>
    /// <exception cref="JsonException">The object is no JSON.</exception>
    public ReadOnlyMemory<byte>? Of(in ReadOnlySequence<byte> json, FieldMask mask)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();
        Copy(ref reader, json, mask, writer);
        writer.Flush();
        return _buffer.WrittenCount > MaxBytes ? (ReadOnlyMemory<byte>?)null : _buffer.WrittenMemory;
    }

    /// <summary>Copies the value that the reader stands on, and leaves it on the value's last token.</summary>
    private void Copy(ref Utf8JsonReader reader, in ReadOnlySequence<byte> json, FieldMask? mask, Utf8JsonWriter writer)
    {
        if (mask is null)
        {
            CopyWhole(ref reader, json, writer);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            CopyMembers(ref reader, json, mask, writer);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && !mask.IsNothing)
        {
            writer.WriteStartArray();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                // No list of Kubernetes holds lists; one that does is not followed down.
                if (reader.TokenType == JsonTokenType.StartObject && !IsFull(writer))
                    CopyMembers(ref reader, json, mask, writer);
                else
                    reader.Skip();
            }

            writer.WriteEndArray();
        }
        else
        {
            reader.Skip();
            writer.WriteNullValue();
        }
    }

    private void CopyMembers(ref Utf8JsonReader reader, in ReadOnlySequence<byte> json, FieldMask mask, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (mask.IsAnnotations)
            {
                CopyAnnotation(ref reader, writer);
            }
            else if (mask.Keeps(ref reader, out var below) && !IsFull(writer))
            {
                writer.WritePropertyName(reader.GetString()!);
                reader.Read();
                Copy(ref reader, json, below, writer);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        writer.WriteEndObject();
    }

    private void CopyAnnotation(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || !annotations.Keeps(name) || IsFull(writer))
        {
            reader.Skip();
            return;
        }

        var value = reader.GetString()!;
        writer.WriteString(name, value.Length > KeptAnnotations.MaxValue ? value.AsSpan(0, KeptAnnotations.MaxValue) : value);
    }

    private static void CopyWhole(ref Utf8JsonReader reader, in ReadOnlySequence<byte> json, Utf8JsonWriter writer)
    {
        var start = reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var deepest = depth;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.CurrentDepth > depth)
                deepest = Math.Max(deepest, reader.CurrentDepth);
        }

        if (deepest - depth > MaxKeptDepth || IsFull(writer))
            writer.WriteNullValue();
        else if (reader.TokenType == JsonTokenType.String && GeneratedNames.IsOne(ref reader))
            writer.WriteStringValue(GeneratedNames.TokenVolume);
        else
            writer.WriteRawValue(json.Slice(start, reader.BytesConsumed - start), skipInputValidation: true);
    }

    private static bool IsFull(Utf8JsonWriter writer) => writer.BytesCommitted + writer.BytesPending > MaxBytes;
}
