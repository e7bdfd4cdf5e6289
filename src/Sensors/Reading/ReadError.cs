using System.Text.Json;

namespace IncidentMesh.Sensors.Reading;

internal static class ReadError
{
    public static string Of(JsonException exception)
    {
        var message = exception.Message;
        return message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end
            ? $"not JSON: {message[..end]}"
            : $"not JSON: {message}";
    }
}
