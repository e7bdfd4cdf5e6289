using System.Buffers;
using System.Text.Json;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Finds type and object in one line of a watch without reading the object: what it is depends on the type.</summary>
internal static class WatchEvent
{
    /// <exception cref="JsonException">The line is no event.</exception>
    public static (string Type, ReadOnlySequence<byte> Object) Split(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line, FieldProjection.Reading);
        string? type = null;
        ReadOnlySequence<byte>? found = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event of a watch is an object.");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            if (!reader.Read())
                break;
            var start = reader.TokenStartIndex;
            if (isType)
                type = reader.GetString();
            else
                reader.Skip();
            if (isObject)
                found = line.Slice(start, reader.BytesConsumed - start);
        }

        return type is not null && found is { } item ? (type, item) : throw new JsonException("An event of a watch has a type and an object.");
    }

    /// <summary>The version that a bookmark, or an event of a type that we do not know, carries.</summary>
    public static string? VersionOf(ReadOnlySequence<byte> item)
    {
        var reader = new Utf8JsonReader(item, FieldProjection.Reading);
        return JsonSerializer.Deserialize(ref reader, ApiJson.Default.ApiBare)?.Metadata?.ResourceVersion;
    }
}
