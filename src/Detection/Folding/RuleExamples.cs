using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection.Folding;

/// <summary>
/// The examples of a rule: of each shape the earliest, of these the earliest few. The same for any order and grouping:
/// what is left out at any step is later than as many others of other shapes, which stay or give way to earlier ones.
/// </summary>
public static class RuleExamples
{
    public const int Most = 3;

    /// <summary>Bytes of UTF-8 of an example among others. With this, 200 rules still fit into one commit.</summary>
    public const int Longest = 200;

    /// <summary>The same of a rule's first example.</summary>
    public const int LongestFirst = 512;

    public static IReadOnlyList<RuleExample> One(DateTimeOffset time, string text) => text.Length > 0 ? [new RuleExample(time, Cut(text, Longest))] : [];

    /// <returns>Its beginning, of so many bytes of UTF-8 at most: the ledger counts those. No character is cut in two.</returns>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most / 3)
            return text;
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most)
                return text[..length];
            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    public static IReadOnlyList<RuleExample> Merge(IReadOnlyList<RuleExample> left, IReadOnlyList<RuleExample> right)
    {
        if (right.All(example => IsIdle(left, example)))
            return left;
        return
        [
            .. left.Concat(right).Order(Earlier).DistinctBy(static example => ExampleShape.Of(example.Text)).Take(Most),
        ];
    }

    private static readonly Comparer<RuleExample> Earlier = Comparer<RuleExample>.Create(static (left, right) =>
        left.Time.CompareTo(right.Time) is var order and not 0 ? order : string.CompareOrdinal(left.Text, right.Text));

    /// <summary>Whether it changes nothing: most repeats, found out without a sort.</summary>
    private static bool IsIdle(IReadOnlyList<RuleExample> examples, RuleExample example) =>
        examples.Count == Most && Earlier.Compare(example, examples[^1]) > 0;
}
