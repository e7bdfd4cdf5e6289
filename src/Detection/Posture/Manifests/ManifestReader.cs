using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IncidentMesh.Detection.Posture.Manifests;

/// <summary>
/// Reads what people give <c>kubectl apply -f</c>: YAML with several documents, JSON, JSON values one after the other, such as
/// JSON Lines, and arrays of objects. A broken JSON value costs the lines up to the next value, broken YAML the rest of the file.
/// </summary>
public static class ManifestReader
{
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = YamlConversion.MaximumDepth };

    /// <param name="name">Of the file, for messages.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    public static IEnumerable<ManifestDocument> Read(string name, ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith("\uFEFF"u8))
            content = content[3..];
        // As the API server does, whatever is no UTF-8 becomes U+FFFD.
        if (!Utf8.IsValid(content.Span))
            content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content.Span));
        var first = SkipBlanks(content.Span, 0);
        if (first < content.Length && content.Span[first] is (byte)'{' or (byte)'[')
        {
            // Braces begin a YAML value, too, with keys that need no quotes.
            var (value, problem, _) = ReadValue(content, first);
            value?.Dispose();
            if (problem is null || YamlConversion.Read(name, Encoding.UTF8.GetString(content.Span)).Any(static one => one.Problem is not null))
                return ReadJson(content);
        }

        return YamlConversion.Read(name, Encoding.UTF8.GetString(content.Span));
    }

    private static IEnumerable<ManifestDocument> ReadJson(ReadOnlyMemory<byte> content)
    {
        var (at, line) = (0, 1);
        while (true)
        {
            var begin = SkipBlanks(content.Span, at);
            line += content.Span[at..begin].Count((byte)'\n');
            if (begin == content.Length)
                yield break;
            var (value, problem, end) = ReadValue(content, begin);
            if (value is null)
            {
                var lines = content.Span[begin..end].Count((byte)'\n');
                yield return new ManifestDocument(line + Math.Max(0, lines - 1), default, problem);
                (at, line) = (NextValue(content.Span, end), line + lines);
                line += content.Span[end..at].Count((byte)'\n');
                continue;
            }

            using (value)
            {
                if (value.RootElement.ValueKind == JsonValueKind.Array)
                {
                    foreach (var item in value.RootElement.EnumerateArray())
                        yield return new ManifestDocument(line, item, null);
                }
                else
                {
                    yield return new ManifestDocument(line, value.RootElement, null);
                }
            }

            line += content.Span[begin..end].Count((byte)'\n');
            at = end;
        }
    }

    /// <returns>The value at a place and where it ends; or why there is none, and the end of the line where that shows.</returns>
    private static (JsonDocument? Value, string? Problem, int End) ReadValue(ReadOnlyMemory<byte> content, int begin)
    {
        var reader = new Utf8JsonReader(content.Span[begin..], JsonOptions);
        try
        {
            var value = JsonDocument.ParseValue(ref reader);
            var end = begin + (int)reader.BytesConsumed;
            if (HasWholeTexts(content.Span[begin..end]))
                return (value, null, end);
            value.Dispose();
            return (null, "has a text with half of a character, such as \\ud800.", end);
        }
        catch (JsonException failure)
        {
            var end = begin;
            for (var line = 0L; line <= (failure.LineNumber ?? 0) && end < content.Length; line++)
                end = EndOfLine(content.Span, end);
            return (null, "is no JSON: it is broken here, or nests deeper than 64.", end);
        }
    }

    /// <summary>Whether no escape in a value names one half of a surrogate pair without the other: such texts cannot be had.</summary>
    private static bool HasWholeTexts(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("\\ud"u8) < 0 && value.IndexOf("\\uD"u8) < 0)
            return true;
        var reader = new Utf8JsonReader(value, JsonOptions);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The next line that begins with a value.</summary>
    private static int NextValue(ReadOnlySpan<byte> content, int at)
    {
        while (at < content.Length && content[at] is not ((byte)'{' or (byte)'['))
            at = EndOfLine(content, at);
        return at;
    }

    private static int EndOfLine(ReadOnlySpan<byte> content, int at) =>
        content[at..].IndexOf((byte)'\n') is >= 0 and var length ? at + length + 1 : content.Length;

    /// <summary>Blanks, and the lines that separate documents.</summary>
    private static int SkipBlanks(ReadOnlySpan<byte> content, int at)
    {
        while (at < content.Length)
        {
            if (content[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                at++;
            else if (content[at..].StartsWith("---\n"u8) || content[at..].StartsWith("---\r"u8))
                at += 3;
            else
                break;
        }

        return at;
    }
}
