using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>What Falco warns of in constants: names of fields, calls of transformers, and regular expressions for little.</summary>
internal static class ConstantWarnings
{
    private const string Special = ".+*?^$()[]{}|\\";
    private const string Repetition = "+*?";

    public static IEnumerable<string> Of(string constant, ComparisonOperator comparison, FieldTable table)
    {
        if (comparison == ComparisonOperator.Regex && IsPlain(constant))
        {
            yield return $"regex check with '{constant}' may be optimized with simpler operators such as "
                + "'=', 'contains', 'startswith', 'endswith'";
        }

        var stripped = string.Concat(constant.Where(letter => !char.IsWhiteSpace(letter)));
        if (IsField(stripped, table))
            yield return $"'{constant}' may be a valid field misused as a const string value";
        if (stripped.EndsWith(')')
            && Transformers.Names.Any(name => stripped.StartsWith(name + "(", StringComparison.Ordinal)))
            yield return $"'{constant}' may be a valid field transformer misused as a const string value";
    }

    private static bool IsField(string text, FieldTable table) =>
        text.Contains('.', StringComparison.Ordinal)
        && ConditionParser.Parse(text + " exists") is { Condition: ExistsCondition { Operand: FieldOperand field } }
        && table.TryResolve(field.Name, field.Argument, out _, out _);

    /// <summary>
    /// Whether nothing but anchors at the ends, which are implied, and "any character, repeated" at the ends is special.
    /// </summary>
    private static bool IsPlain(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (i == 0 && pattern[i] == '^' || i == pattern.Length - 1 && pattern[i] == '$')
                continue;
            if ((i == 0 && pattern.Length > 1 || i == pattern.Length - 2) && pattern[i] == '.'
                && Repetition.Contains(pattern[i + 1], StringComparison.Ordinal))
            {
                i++;
                continue;
            }

            if (Special.Contains(pattern[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
