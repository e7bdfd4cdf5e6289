using System.Text.Json;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>One value or member's name of an indexed document. Members of an object are a name and a value one after the other.</summary>
/// <param name="Start">First byte; of texts and names the one behind the quote.</param>
/// <param name="Length">Number of bytes, without quotes and with brackets.</param>
/// <param name="Kind">What it is; of containers the opening bracket.</param>
/// <param name="IsEscaped">Whether there are escapes in the text or name.</param>
/// <param name="First">Index of the node of the first name or element; <see cref="JsonIndex.None"/> while nobody has looked inside.</param>
/// <param name="End">Index behind the node of the last value.</param>
internal readonly record struct JsonNode(
    int Start, int Length, JsonTokenType Kind, bool IsEscaped, int First = JsonIndex.None, int End = JsonIndex.None);
