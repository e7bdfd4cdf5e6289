using System.Text.Json;

namespace IncidentMesh.Sensors.Reading;

/// <summary>
/// A value's place in its event. Strings and names without their quotes; objects and arrays with their brackets.
/// </summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Type">What it is.</param>
/// <param name="Escaped">Whether a string or name holds escapes.</param>
/// <param name="Canonical">Whether an object or array is known to be in canonical form as it stands.</param>
internal readonly record struct JsonSlice(int Start, int Length, JsonTokenType Type, bool Escaped = false, bool Canonical = false)
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
                return new JsonSlice(start, (int)reader.BytesConsumed - start, type);
            default:
                return new JsonSlice(start, reader.ValueSpan.Length, type);
        }
    }

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json.Slice(Start, Length);

    /// <summary>The bytes without escapes. No sensor escapes the short texts that this is for, but JSON allows it.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json)
    {
        var raw = Of(json);
        if (!Escaped)
            return raw;

        var text = new byte[raw.Length];
        return text.AsSpan(0, JsonEscapes.Undo(raw, text));
    }
}
