using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>Completes an exception with the default comparisons and checks that its parts fit each other.</summary>
internal sealed class ExceptionCheck(FieldTable fields, LoadLog log)
{
    private static readonly ImmutableArray<string> Quantifiers = ["oneof", "anyof", "allof"];
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>Whether a comparison takes a list in brackets: <c>in</c> and its like, and whatever has a quantifier.</summary>
    public static bool TakesList(string comparison) =>
        ComparisonOperators.OfLists.Any(known => known.Text == comparison)
        || Quantifiers.Any(quantifier => comparison.EndsWith(" " + quantifier, StringComparison.Ordinal));

    /// <returns>The completed exception; null after an error.</returns>
    public ExceptionDefinition? Complete(ExceptionDefinition exception, bool sourceIsKnown)
    {
        var field = exception.Fields!;
        if (!field.IsList)
            return CompleteSingle(exception, field, sourceIsKnown);
        var comparisons = exception.Comparisons
            ?? new ExceptionEntry(field.Place, null, [.. field.Items.Select(item => new ExceptionEntry(item.Place, "=", []))]);
        if (comparisons.Items.Length != field.Items.Length)
            return Fail(exception, comparisons.Place, "Fields and comps lists must have equal length");
        comparisons = comparisons with { Items = [.. comparisons.Items.Select(item => item with { Text = Normalized(item.Text ?? "") })] };
        var unsupported = comparisons.Items.Where(comparison => !IsSupported(comparison.Text!)).ToList();
        foreach (var comparison in unsupported)
            Fail(exception, comparison.Place, $"'{comparison.Text}' is not a supported comparison operator");
        var unknown = field.Items.Count(item => !IsKnownField(exception, item, sourceIsKnown));
        return unsupported.Count + unknown == 0 ? exception with { Comparisons = comparisons } : null;
    }

    private ExceptionDefinition? CompleteSingle(ExceptionDefinition exception, ExceptionEntry field, bool sourceIsKnown)
    {
        var comparison = exception.Comparisons ?? new ExceptionEntry(field.Place, "in", []);
        if (comparison.IsList)
            return Fail(exception, comparison.Place, "Fields and comps must both be strings");
        comparison = comparison with { Text = Normalized(comparison.Text!) };
        if (comparison.Text is not ("in" or "pmatch" or "intersects"))
        {
            return Fail(
                exception, comparison.Place, "When fields is a single value, comps must be one of (in, pmatch, intersects)");
        }

        return IsKnownField(exception, field, sourceIsKnown) ? exception with { Comparisons = comparison } : null;
    }

    private bool IsKnownField(ExceptionDefinition exception, ExceptionEntry field, bool sourceIsKnown)
    {
        if (!sourceIsKnown)
            return true;
        // A field may go through transformers; the parser knows what is one operand.
        var parsed = ConditionParser.Parse((field.Text ?? "") + " exists");
        var mentions = parsed.Condition is ExistsCondition exists ? exists.Mentions().ToList() : [];
        var unknown = mentions.Find(mention => !fields.TryResolve(mention.Name, mention.Argument, out _, out _));
        if (mentions.Count > 0 && unknown is null)
            return true;
        log.Error(
            LoadCode.Validate,
            field.Place,
            exception.Item,
            $"'{field.Text}' is not a supported filter field",
            fields.Nearest(unknown?.Name ?? field.Text ?? ""));
        return false;
    }

    private static bool IsSupported(string comparison)
    {
        var space = comparison.LastIndexOf(' ');
        return space < 0
            ? ComparisonOperators.Names.Contains(comparison)
            : Quantifiers.Contains(comparison[(space + 1)..])
                && ComparisonOperators.Textual.Any(known => known.Text == comparison[..space]);
    }

    private static string Normalized(string comparison) =>
        string.Join(' ', comparison.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));

    private ExceptionDefinition? Fail(ExceptionDefinition exception, TextPlace place, string message)
    {
        log.Error(LoadCode.Validate, place, exception.Item, message);
        return null;
    }
}
