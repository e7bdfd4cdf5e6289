namespace IncidentMesh.Detection.Folding;

/// <summary>
/// What is left of a text when numbers and generated names are taken out: process ids, times, addresses, hashes and
/// pods' suffixes make no difference between two examples.
/// </summary>
internal static class ExampleShape
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <returns>A hash (FNV-1a) of the text in which each word with a digit counts as the same word.</returns>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Offset;
        while (!text.IsEmpty)
        {
            var length = WordLength(text);
            var word = text[..Math.Max(1, length)];
            if (length > 0 && word.ContainsAnyInRange('0', '9'))
                word = "#";
            foreach (var character in word)
                hash = (hash ^ character) * Prime;
            text = text[Math.Max(1, length)..];
        }

        return hash;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsLetterOrDigit(text[length]))
            length++;
        return length;
    }
}
