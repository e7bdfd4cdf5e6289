using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Notices;

/// <summary>Reads what a notifier is to tell.</summary>
internal static class NoticePayload
{
    /// <returns>Null where the payload is no notice.</returns>
    public static IncidentNotice? Read(ClaimedEffect effect)
    {
        try
        {
            return JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.IncidentNotice);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
