using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Gateway.Rest;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>A raw event.</summary>
/// <param name="Number">Number within the incident, from 0.</param>
/// <param name="Partition">Log partition.</param>
/// <param name="Offset">Offset of the log entry.</param>
/// <param name="Index">Number within the entry, from 0.</param>
/// <param name="Content">The sensor's JSON; a string where it is none, nested too deep, or escapes half a surrogate pair; null once its retention time is over.</param>
internal sealed record RawEventResource(long Number, string Partition, long Offset, int Index, JsonElement? Content)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = GatewayJson.MaxDepth - 8 };

    public static RawEventResource From(RawEvent one) =>
        new(one.Number, one.Partition, one.Position.Offset, one.Position.Index, one.Content is { } content ? Read(content) : null);

    private static JsonElement Read(byte[] content)
    {
        try
        {
            var element = JsonElement.Parse(content, Options);
            if (MayEscapeSurrogates(content))
                ProveWritable(element);
            return element;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(content), GatewayJson.Default.String);
        }
    }

    private static bool MayEscapeSurrogates(ReadOnlySpan<byte> content) =>
        content.IndexOf("\\ud"u8) >= 0 || content.IndexOf("\\uD"u8) >= 0;

    /// <summary>The parser takes an escaped half of a surrogate pair. The writer does not, and by then the answer has begun.</summary>
    /// <exception cref="InvalidOperationException">There is such a half in a text or a name.</exception>
    private static void ProveWritable(JsonElement element)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        element.WriteTo(writer);
    }
}
