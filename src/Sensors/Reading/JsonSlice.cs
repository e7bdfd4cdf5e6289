using System.Text.Json;

namespace IncidentMesh.Sensors.Reading;

/// <summary>
/// A value's place in its event. Strings and names without their quotes; objects and arrays with their brackets.
/// </summary>
internal readonly record struct JsonSlice(int Start, int Length, JsonTokenType Type, bool Escaped)
{
    public bool IsKnown => Type is not (JsonTokenType.None or JsonTokenType.Null);

    /// <summary>The name or value that the reader stands on, which is read to its end.</summary>
    public static JsonSlice Take(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        switch (type)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return new JsonSlice(start + 1, reader.ValueSpan.Length, type, reader.ValueIsEscaped);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                reader.Skip();
                return new JsonSlice(start, (int)reader.BytesConsumed - start, type, false);
            default:
                return new JsonSlice(start, reader.ValueSpan.Length, type, false);
        }
    }

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}
