using System.Text.Json;

namespace IncidentMesh.Cli.Analysis;

internal enum ExtentKind
{
    /// <summary>The value is in the window.</summary>
    Whole,

    /// <summary>The window ends before the value does, and there is no mistake in it so far.</summary>
    More,

    /// <summary>It is no JSON.</summary>
    Broken,
}

/// <summary>How far the value goes that a window begins with.</summary>
/// <param name="Kind">Whether that can be said.</param>
/// <param name="Length">Bytes of a whole value.</param>
/// <param name="Line">Lines from the value's start to the mistake.</param>
/// <param name="Error">The mistake, for people.</param>
internal readonly record struct ValueExtent(ExtentKind Kind, int Length = 0, long Line = 0, string Error = "")
{
    /// <param name="window">The file from the value on.</param>
    /// <param name="final">Whether the file ends with it.</param>
    /// <param name="maxDepth">Levels allowed.</param>
    /// <param name="column">Bytes before it in its line.</param>
    public static ValueExtent Of(ReadOnlySpan<byte> window, bool final, int maxDepth, long column)
    {
        try
        {
            var reader = new Utf8JsonReader(window, isFinalBlock: false, Start(maxDepth));
            if (reader.Read() && reader.TrySkip())
                return new ValueExtent(ExtentKind.Whole, (int)reader.BytesConsumed);
            return new ValueExtent(ExtentKind.More, Error: final ? "it ends in the middle." : "");
        }
        catch (JsonException mistake)
        {
            var message = mistake.Message;
            if (message.Contains("maximum configured depth", StringComparison.Ordinal))
                message = $"nested deeper than {maxDepth} levels.";
            else if (message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end)
                message = message[..end];
            var (line, at) = (mistake.LineNumber ?? 0, mistake.BytePositionInLine ?? 0);
            return new ValueExtent(ExtentKind.Broken, 0, line, $"not JSON at byte {at + 1 + (line == 0 ? column : 0)}: {message}");
        }
    }

    /// <returns>Bytes up to the first item of an array or of an EventList; 0 where it is neither, as far as can be seen.</returns>
    public static int StartOfItems(ReadOnlySpan<byte> window, int maxDepth)
    {
        if (window[0] == (byte)'[')
            return 1;

        try
        {
            var reader = new Utf8JsonReader(window, isFinalBlock: false, Start(maxDepth));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKind = reader.ValueTextEquals("kind"u8);
                var isItems = reader.ValueTextEquals("items"u8);
                if (!reader.Read())
                    return 0;
                if (isKind && !(reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("EventList"u8)))
                    return 0;

                // The kind may follow: no sensor's event has a list of this name.
                if (isItems && reader.TokenType == JsonTokenType.StartArray)
                    return (int)reader.BytesConsumed;
                if (!reader.TrySkip())
                    return 0;
            }
        }
        catch (JsonException)
        {
            // Before any item.
        }

        return 0;
    }

    private static JsonReaderState Start(int maxDepth) => new(new JsonReaderOptions { MaxDepth = maxDepth });
}
