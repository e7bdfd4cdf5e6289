using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IncidentMesh.Cli.Output;

/// <summary>JSON written as YAML 1.2 that YAML 1.1 readers take for the same: every text that could be anything else is quoted.</summary>
internal static class YamlText
{
    public static string Of(JsonElement data)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 128));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, data);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return JsonText.Disarm(text.ToString(), astral: true);
    }

    private static void Emit(Emitter emitter, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, value.EnumerateObject().Any() ? MappingStyle.Block : MappingStyle.Flow));
                foreach (var member in value.EnumerateObject())
                {
                    emitter.Emit(Text(member.Name));
                    Emit(emitter, member.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, value.GetArrayLength() > 0 ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var item in value.EnumerateArray())
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(Text(value.GetString()!));
                break;
            default:
                emitter.Emit(new Scalar(null, null, value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static Scalar Text(string text) =>
        new(null, null, text, IsPlain(text) ? ScalarStyle.Plain : IsLiteral(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted, isPlainImplicit: true, isQuotedImplicit: true);

    /// <summary>Lines that people are to read as such: printable ASCII, none that begins or ends with what would be lost.</summary>
    private static bool IsLiteral(string text) =>
        text.Length is > 1 and <= 100_000 && text[0] is not (' ' or '\n') && text[^1] == '\n' && text[^2] != '\n' && text.AsSpan(0, text.Length - 1).Contains('\n')
        && !text.Contains(" \n", StringComparison.Ordinal) && text.All(static letter => letter is '\n' or (>= ' ' and < '\x7f'));

    /// <summary>Words that no reader takes for a number, a date, a boolean or null. Harmless ones only: an escape needs quotes.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length is 0 or > 1_000 || !char.IsAsciiLetter(text[0]) || text[^1] == ' ')
            return false;
        foreach (var letter in text)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or '/' or ' '))
                return false;
        return text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null");
    }
}
