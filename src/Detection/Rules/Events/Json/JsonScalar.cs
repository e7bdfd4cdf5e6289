using System.Text.Json;

namespace IncidentMesh.Detection.Rules.Events.Json;

/// <summary>Values that are neither text nor container.</summary>
internal static class JsonScalar
{
    /// <returns>What it is; <see cref="JsonTokenType.None"/> where JSON has no such value.</returns>
    public static JsonTokenType KindOf(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return JsonTokenType.None;
        return value[0] switch
        {
            (byte)'t' when value.SequenceEqual("true"u8) => JsonTokenType.True,
            (byte)'f' when value.SequenceEqual("false"u8) => JsonTokenType.False,
            (byte)'n' when value.SequenceEqual("null"u8) => JsonTokenType.Null,
            _ => IsNumber(value) ? JsonTokenType.Number : JsonTokenType.None,
        };
    }

    /// <remarks>RFC 8259, section 6.</remarks>
    private static bool IsNumber(ReadOnlySpan<byte> value)
    {
        if (value[0] == (byte)'-')
            value = value[1..];
        if (value is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] || !TryTakeDigits(ref value))
            return false;
        if (value is [(byte)'.', ..])
        {
            value = value[1..];
            if (!TryTakeDigits(ref value))
                return false;
        }

        if (value is [(byte)'e' or (byte)'E', ..])
        {
            value = value[1..];
            if (value is [(byte)'+' or (byte)'-', ..])
                value = value[1..];
            if (!TryTakeDigits(ref value))
                return false;
        }

        return value.IsEmpty;
    }

    private static bool TryTakeDigits(ref ReadOnlySpan<byte> value)
    {
        var count = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? value.Length : count;
        value = value[count..];
        return count > 0;
    }
}
