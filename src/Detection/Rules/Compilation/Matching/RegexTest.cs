using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching;

/// <summary>The whole value matches a regular expression, in time linear in its length.</summary>
internal sealed class RegexTest : ValueTest
{
    private readonly Regex _regex;

    private RegexTest(Regex regex) => _regex = regex;

    /// <returns>Null, or why the pattern is refused.</returns>
    public static string? TryCreate(string pattern, [NotNullWhen(true)] out RegexTest? test)
    {
        test = null;
        try
        {
            var regex = new Regex(
                $@"\A(?:{RegexDialect.ToDotNet(pattern)})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            test = new RegexTest(regex);
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

    public override bool Passes(in FieldValue value, EventContext context) => _regex.IsMatch(context.Decode(value.Utf8.Span));
}
