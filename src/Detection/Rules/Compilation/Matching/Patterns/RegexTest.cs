using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>
/// The whole value matches a regular expression, in time linear in its length. The automaton takes a megabyte or more and
/// tens of milliseconds to make, and in most rules cheaper comparisons stand before it that nearly always fail: it is made
/// when the first value comes.
/// </summary>
internal sealed partial class RegexTest : ValueTest
{
    private readonly string _pattern;
    /// <summary>Longer patterns may be too large for an automaton by their length alone: some 2,000 characters are.</summary>
    private const int LongestUntried = 500;

    private Regex? _regex;

    private RegexTest(string pattern) => _pattern = pattern;

    /// <returns>Null, or why the pattern is refused.</returns>
    public static string? TryCreate(string pattern, [NotNullWhen(true)] out RegexTest? test)
    {
        test = null;
        try
        {
            var written = $@"\A(?:{RegexDialect.ToDotNet(pattern)})\z";
            _ = written.Length > LongestUntried || MayNotBeAutomaton().IsMatch(written) ? Build(written) : new Regex(written, RegexOptions.CultureInvariant);
            test = new RegexTest(written);
            return null;
        }
        catch (ArgumentException invalid)
        {
            return invalid.Message;
        }
        catch (NotSupportedException unsupported)
        {
            // Back references and looks around, which Falco's RE2 does not have either; or an automaton that is too large.
            return unsupported.Message;
        }
    }

    // Two threads may make the same one at the same time, which harms nobody.
    public override bool Passes(in FieldValue value, EventContext context) =>
        (_regex ??= Build(_pattern)).IsMatch(context.Decode(value.Utf8.Span));

    private static Regex Build(string written) => new(written, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>
    /// What only an attempt to make the automaton tells: repeats that may make it too large, or double its size, groups of other kinds than
    /// brackets and options, and escapes that refer back.
    /// </summary>
    [GeneratedRegex(@"[{+]|\(\?(?![:imnsx-])|\\[1-9kG]", RegexOptions.CultureInvariant)]
    private static partial Regex MayNotBeAutomaton();
}
