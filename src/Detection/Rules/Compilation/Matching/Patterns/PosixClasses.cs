namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>POSIX character classes within square brackets, such as <c>[:alpha:]</c>, for ASCII.</summary>
internal static class PosixClasses
{
    private static readonly (string Name, Func<char, bool> Members, string Set)[] Known =
    [
        ("alnum", char.IsAsciiLetterOrDigit, "0-9A-Za-z"),
        ("alpha", char.IsAsciiLetter, "A-Za-z"),
        ("ascii", char.IsAscii, @"\x00-\x7F"),
        ("blank", c => c is ' ' or '\t', @"\t "),
        ("cntrl", c => c is < ' ' or '\x7f', @"\x00-\x1F\x7F"),
        ("digit", char.IsAsciiDigit, "0-9"),
        ("graph", c => c is > ' ' and < '\x7f', "!-~"),
        ("lower", char.IsAsciiLetterLower, "a-z"),
        ("print", c => c is >= ' ' and < '\x7f', " -~"),
        ("punct", c => c is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(c), @"!-/:-@\[-`{-~"),
        ("space", c => c is ' ' or >= '\t' and <= '\r', @"\t-\r "),
        ("upper", char.IsAsciiLetterUpper, "A-Z"),
        ("word", c => char.IsAsciiLetterOrDigit(c) || c == '_', "0-9A-Za-z_"),
        ("xdigit", char.IsAsciiHexDigit, "0-9A-Fa-f"),
    ];

    /// <param name="text">Text that begins with <c>[</c>.</param>
    /// <param name="members">Whether a character is in the class.</param>
    /// <param name="length">Length of the class as written.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out Func<char, bool> members, out int length)
    {
        foreach (var (name, known, _) in Known)
        {
            length = name.Length + 4;
            if (text.Length >= length && text[1] == ':' && text[length - 2] == ':' && text[length - 1] == ']'
                && System.Text.Encoding.ASCII.GetString(text[2..(length - 2)]) == name)
            {
                members = known;
                return true;
            }
        }

        members = _ => false;
        length = 0;
        return false;
    }

    /// <summary>The class as ranges that .NET's regular expressions know; null where the text begins with none.</summary>
    public static string? RegexSet(ReadOnlySpan<char> text, out int length)
    {
        foreach (var (name, _, set) in Known)
        {
            length = name.Length + 4;
            if (text.StartsWith($"[:{name}:]"))
                return set;
        }

        length = 0;
        return null;
    }
}
