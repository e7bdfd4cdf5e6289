using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language.Parsing;

/// <summary>
/// The tokens of Falco's condition language. What a word is depends on where it stands (<c>and</c> may be a string,
/// <c>in</c> needs no blank before its list), so the parser asks for what it can use, and the lexer moves on only
/// where that is there.
/// </summary>
internal sealed class ConditionLexer(string text)
{
    private static readonly SearchValues<char> EndOfBareString =
        SearchValues.Create(" \t\n\r\v\f()\"'=,");

    private static readonly SearchValues<char> EndOfBareArgument =
        SearchValues.Create(" \t\n\r\v\f[]\"'");

    /// <summary>Where the next token begins, in characters from 0.</summary>
    public int Position { get; private set; }

    /// <summary>The last token that was taken, as written.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Why the last quoted string was refused, and where; null unless it was.</summary>
    public (int Offset, string Message)? StringError { get; private set; }

    public bool AtEnd => Position == text.Length;

    private ReadOnlySpan<char> Rest => text.AsSpan(Position);

    /// <summary>Goes back to a place where the lexer was before.</summary>
    public void Return(int position) => Position = position;

    /// <summary>Whether the next character is this one.</summary>
    public bool IsAt(char next) => !AtEnd && text[Position] == next;

    /// <summary>Whether a blank stands right before a place.</summary>
    public bool WasBlankBefore(int position) => position > 0 && text[position - 1] is ' ' or '\t' or '\b' or '\r' or '\n';

    /// <returns>Whether there was at least one blank.</returns>
    public bool SkipBlanks()
    {
        var rest = Rest;
        var count = rest.IndexOfAnyExcept(" \t\b\r\n");
        count = count < 0 ? rest.Length : count;
        Position += count;
        return count > 0;
    }

    public bool TryTake(string token)
    {
        if (!Rest.StartsWith(token, StringComparison.Ordinal))
            return false;
        Take(token.Length);
        return true;
    }

    /// <summary>A <c>not</c> with a blank behind it.</summary>
    public bool TryTakeNot()
    {
        var start = Position;
        if (TryTake("not") && SkipBlanks())
            return true;
        Return(start);
        return false;
    }

    public bool TryTakeOperator(ImmutableArray<(string Text, ComparisonOperator Operator)> operators, out ComparisonOperator taken)
    {
        foreach (var (word, comparison) in operators)
        {
            var start = Position;
            if (TryTake(word))
            {
                if (!char.IsAsciiLetter(word[0]) || comparison.TakesList() || SkipBlanks())
                {
                    taken = comparison;
                    return true;
                }

                Return(start);
            }
        }

        taken = default;
        return false;
    }

    /// <summary>A transformer's name with the bracket behind it; a blank between makes it a plain word.</summary>
    public bool TryTakeTransformer(out Transformer taken)
    {
        foreach (var transformer in Transformers.Nesting)
        {
            if (TryTakeTransformer(transformer))
            {
                taken = transformer;
                return true;
            }
        }

        taken = default;
        return false;
    }

    public bool TryTakeTransformer(Transformer transformer) => TryTake(Transformers.TextOf(transformer) + "(");

    /// <summary>A letter, then letters, digits and underscores.</summary>
    public bool TryTakeIdentifier() => TryTakeLength(IdentifierLength(Rest));

    /// <summary>Two or more identifiers with points between.</summary>
    public bool TryTakeFieldName()
    {
        var length = IdentifierLength(Rest);
        var name = 0;
        while (length > 0 && length + 1 < Rest.Length && Rest[length] == '.'
            && IdentifierLength(Rest[(length + 1)..]) is > 0 and var part)
        {
            length += 1 + part;
            name = length;
        }

        return TryTakeLength(name);
    }

    public bool TryTakeBareArgument() => TryTakeLength(LengthUntil(EndOfBareArgument));

    public bool TryTakeBareString() => TryTakeLength(LengthUntil(EndOfBareString));

    /// <summary><c>0x</c> with letters and digits, or a decimal number with sign, fraction and signed exponent.</summary>
    public bool TryTakeNumber() => TryTakeLength(NumberLength(Rest));

    /// <summary>A string in quotes. False with <see cref="StringError"/> set where it begins but is not well formed.</summary>
    public bool TryTakeQuotedString(out byte[] value)
    {
        value = [];
        StringError = null;
        if (AtEnd || Rest[0] is not ('"' or '\''))
            return false;
        var quote = Rest[0];
        var end = 1;
        while (end < Rest.Length && Rest[end] != quote)
            end += Rest[end] == '\\' ? 2 : 1;
        if (end >= Rest.Length)
        {
            StringError = (Position, $"the string that begins here has no closing {quote}");
            return false;
        }

        if (StringEscapes.Unescape(Rest[1..end], quote, out value, out var failedAt) is { } message)
        {
            StringError = (Position + 1 + failedAt, message);
            return false;
        }

        Position += end + 1;
        Last = Encoding.UTF8.GetString(value);
        return true;
    }

    private static int IdentifierLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
            return 0;
        var length = 1;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
            length++;
        return length;
    }

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X')
        {
            var hex = 2;
            while (hex < text.Length && char.IsAsciiLetterOrDigit(text[hex]))
                hex++;
            if (hex > 2)
                return hex;
        }

        var start = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var length = start + DigitCount(text[start..]);
        if (length == start)
            return 0;
        if (length < text.Length && text[length] == '.')
            length += 1 + DigitCount(text[(length + 1)..]);
        if (length + 2 < text.Length && text[length] is 'e' or 'E' && text[length + 1] is '+' or '-'
            && DigitCount(text[(length + 2)..]) is > 0 and var exponent)
            length += 2 + exponent;
        return length;
    }

    private static int DigitCount(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }

    private int LengthUntil(SearchValues<char> end)
    {
        var length = Rest.IndexOfAny(end);
        return length < 0 ? Rest.Length : length;
    }

    private bool TryTakeLength(int length)
    {
        if (length == 0)
            return false;
        Take(length);
        return true;
    }

    private void Take(int length)
    {
        Last = text.Substring(Position, length);
        Position += length;
    }
}
