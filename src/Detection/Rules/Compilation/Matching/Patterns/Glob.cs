using IncidentMesh.Detection.Rules.Compilation.Matching.Text;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>
/// The shell's wildcards over bytes: <c>*</c> (crosses <c>/</c>), <c>?</c>, <c>[a-z]</c>, <c>[!a]</c> and backslash, as
/// fnmatch in the C locale has them without its extended patterns. Time is at most value times pattern.
/// </summary>
internal sealed class Glob
{
    private readonly List<Token> _tokens = [];
    private readonly bool _ignoreCase;

    public Glob(ReadOnlySpan<byte> pattern, bool ignoreCase = false)
    {
        _ignoreCase = ignoreCase;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case (byte)'*':
                    if (_tokens.Count == 0 || !_tokens[^1].IsStar)
                        _tokens.Add(new Token(null));
                    break;
                case (byte)'?':
                    _tokens.Add(new Token([.. Enumerable.Repeat(true, 256)]));
                    break;
                case (byte)'[' when TryReadSet(pattern[(i + 1)..], out var set, out var length):
                    _tokens.Add(new Token(set));
                    i += length;
                    break;
                case (byte)'\\' when i + 1 < pattern.Length:
                    _tokens.Add(Single(pattern[++i]));
                    break;
                default:
                    _tokens.Add(Single(pattern[i]));
                    break;
            }
        }
    }

    /// <summary>Whether a pattern is more than a plain text.</summary>
    public static bool HasWildcards(ReadOnlySpan<byte> pattern) => pattern.IndexOfAny("*?[\\"u8) >= 0;

    public bool Matches(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var token = 0;
        var star = -1;
        var starAt = 0;
        while (at < text.Length)
        {
            if (token < _tokens.Count && _tokens[token].IsStar)
            {
                star = token++;
                starAt = at;
            }
            else if (token < _tokens.Count && _tokens[token].Bytes![text[at]])
            {
                token++;
                at++;
            }
            else if (star >= 0)
            {
                token = star + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Count && _tokens[token].IsStar)
            token++;
        return token == _tokens.Count;
    }

    private Token Single(byte value)
    {
        var bytes = new bool[256];
        Add(bytes, value, value);
        return new Token(bytes);
    }

    private bool TryReadSet(ReadOnlySpan<byte> rest, out bool[] set, out int length)
    {
        set = new bool[256];
        length = 0;
        var negated = rest.Length > 0 && rest[0] is (byte)'!' or (byte)'^';
        var first = negated ? 1 : 0;
        for (var i = first; i < rest.Length; i++)
        {
            if (rest[i] == ']' && i > first)
            {
                length = i + 1;
                if (negated)
                    set = [.. set.Select(member => !member)];
                return true;
            }

            if (rest[i] == '[' && PosixClasses.TryRead(rest[i..], out var members, out var read))
            {
                for (var value = 0; value < 128; value++)
                {
                    if (members((char)value))
                        Add(set, (byte)value, (byte)value);
                }

                i += read - 1;
                continue;
            }

            if (rest[i] == '\\' && i + 1 < rest.Length)
                i++;
            var low = rest[i];
            if (i + 2 < rest.Length && rest[i + 1] == '-' && rest[i + 2] != ']')
            {
                i += 2;
                if (rest[i] == '\\' && i + 1 < rest.Length)
                    i++;
            }

            Add(set, low, rest[i]);
        }

        return false;
    }

    private void Add(bool[] set, byte low, byte high)
    {
        for (int value = low; value <= high; value++)
        {
            set[value] = true;
            if (_ignoreCase)
                set[AsciiCase.Lower((byte)value)] = set[AsciiCase.Upper((byte)value)] = true;
        }
    }

    /// <param name="Bytes">The bytes that may stand here; null for a star.</param>
    private readonly record struct Token(bool[]? Bytes)
    {
        public bool IsStar => Bytes is null;
    }
}
