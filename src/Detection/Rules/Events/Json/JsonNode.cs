using System.Text.Json;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>One token of an indexed document. Members of an object are a name and a value one after the other.</summary>
/// <param name="Start">First byte; of texts and names the one behind the quote.</param>
/// <param name="Length">Number of bytes, without quotes and with brackets.</param>
/// <param name="Next">Index of the node behind this one and all that is in it.</param>
/// <param name="Kind">What it is; of containers the opening bracket.</param>
/// <param name="IsEscaped">Whether there are escapes in the text or name.</param>
internal readonly record struct JsonNode(int Start, int Length, int Next, JsonTokenType Kind, bool IsEscaped);
