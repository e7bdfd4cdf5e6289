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
/// <param name="Content">The sensor's JSON; a string where it is none or nested too deep; null once its retention time is over.</param>
internal sealed record RawEventResource(long Number, string Partition, long Offset, int Index, JsonElement? Content)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = GatewayJson.MaxDepth - 8 };

    public static RawEventResource From(RawEvent one) =>
        new(one.Number, one.Partition, one.Position.Offset, one.Position.Index, one.Content is { } content ? Read(content) : null);

    private static JsonElement Read(byte[] content)
    {
        try
        {
            return JsonElement.Parse(content, Options);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(content), GatewayJson.Default.String);
        }
    }
}
