using System.Runtime.CompilerServices;
using System.Text.Json;
using IncidentMesh.Sensors.Identity;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>Where the parts of one Falco alert lie in its bytes. See <c>userspace/engine/formats.cpp</c> of Falco.</summary>
internal struct FalcoAlert
{
    public JsonSlice Time;
    public JsonSlice Rule;
    public JsonSlice Priority;
    public JsonSlice Source;
    public JsonSlice Hostname;
    public JsonSlice Output;
    public JsonSlice Message;
    public JsonSlice Tags;
    public JsonSlice OutputFields;

    /// <summary>Whether <see cref="OutputFields"/> has any.</summary>
    public bool HasFields;

    public FieldSlices Fields;

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <returns>Whether it is an object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out FalcoAlert alert)
    {
        alert = default;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            switch (Identify(ref reader))
            {
                case 1: Next(ref reader, ref alert.Time); break;
                case 2: Next(ref reader, ref alert.Rule); break;
                case 3: Next(ref reader, ref alert.Priority); break;
                case 4: Next(ref reader, ref alert.Source); break;
                case 5: Next(ref reader, ref alert.Hostname); break;
                case 6: Next(ref reader, ref alert.Output); break;
                case 7: Next(ref reader, ref alert.Message); break;
                case 8: Next(ref reader, ref alert.Tags); break;
                case 9: ReadFields(ref reader, ref alert); break;
                default: reader.Skip(); break;
            }
        }

        // Anything after the object is an error that only reading on shows.
        reader.Read();
        return true;
    }

    private static int Identify(ref readonly Utf8JsonReader reader)
    {
        // No sensor escapes names, but JSON allows it, each character by up to six bytes. Not ValueTextEquals: it throws on
        // half a surrogate pair.
        const int LongestName = 13 * 6;
        Span<byte> unescaped = stackalloc byte[LongestName];
        scoped var name = reader.ValueSpan;
        if (reader.ValueIsEscaped)
            name = name.Length <= LongestName ? unescaped[..JsonEscapes.Undo(name, unescaped)] : default;
        return name.Length switch
        {
            4 => name.SequenceEqual("time"u8) ? 1 : name.SequenceEqual("rule"u8) ? 2 : name.SequenceEqual("tags"u8) ? 8 : 0,
            6 => name.SequenceEqual("output"u8) ? 6 : name.SequenceEqual("source"u8) ? 4 : 0,
            7 => name.SequenceEqual("message"u8) ? 7 : 0,
            8 => name.SequenceEqual("priority"u8) ? 3 : name.SequenceEqual("hostname"u8) ? 5 : 0,
            13 => name.SequenceEqual("output_fields"u8) ? 9 : 0,
            _ => 0,
        };
    }

    private static void Next(ref Utf8JsonReader reader, ref JsonSlice slice)
    {
        reader.Read();
        slice = JsonSlice.Take(ref reader);
    }

    private static void ReadFields(ref Utf8JsonReader reader, ref FalcoAlert alert)
    {
        alert.Fields = default;
        alert.HasFields = false;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            alert.OutputFields = JsonSlice.Take(ref reader);
            return;
        }

        // Falco writes fields sorted and without blanks; then they are canonical as they stand, which this finds out.
        var start = (int)reader.TokenStartIndex;
        var canonical = true;
        var length = 2;
        ReadOnlySpan<byte> previous = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueSpan;
            canonical &= !reader.ValueIsEscaped && (previous.IsEmpty || previous.SequenceCompareTo(name) < 0);
            previous = name;
            var field = reader.ValueIsEscaped ? IdentifyEscaped(name) : FalcoFields.Identify(name);
            length += name.Length + 4;

            reader.Read();
            var value = JsonSlice.Take(ref reader);
            canonical &= value.Type switch
            {
                JsonTokenType.String => !value.Escaped,
                JsonTokenType.Number => CanonicalNumber.Is(reader.ValueSpan),
                JsonTokenType.StartObject or JsonTokenType.StartArray => false,
                _ => true,
            };
            length += value.Length + (value.Type == JsonTokenType.String ? 2 : 0);
            if (field != FalcoField.None)
                alert.Fields[(int)field] = value;
        }

        var whole = (int)reader.BytesConsumed - start;
        alert.HasFields = length > 2;
        alert.OutputFields = new JsonSlice(start, whole, JsonTokenType.StartObject, Canonical: canonical && whole == Math.Max(length - 1, 2));
    }

    private static FalcoField IdentifyEscaped(ReadOnlySpan<byte> raw)
    {
        Span<byte> name = stackalloc byte[64];
        return raw.Length <= name.Length ? FalcoFields.Identify(name[..JsonEscapes.Undo(raw, name)]) : FalcoField.None;
    }

    [InlineArray((int)FalcoField.Count)]
    public struct FieldSlices
    {
        private JsonSlice _first;
    }
}
