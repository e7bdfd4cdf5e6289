using IncidentMesh.Detection.Rules.Loading.Definitions;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>Appends a rule's exceptions to its condition: <c>(condition) and not (first) and not (second)</c>.</summary>
internal static class ExceptionConditions
{
    /// <returns>The condition with those that are sound.</returns>
    public static TracedText Append(RuleDefinition rule, LoadLog log)
    {
        if (rule.Exceptions.Count == 0)
            return rule.Condition;
        var condition = TracedText.At(rule.Condition.PlaceAt(0), "(") + rule.Condition
            + TracedText.At(rule.Condition.PlaceAt(int.MaxValue), ")");
        foreach (var exception in rule.Exceptions)
        {
            if (exception.Values.Count == 0)
                continue;
            var excepted = exception.Fields!.IsList ? Tuples(exception, log) : Values(exception, log);
            if (excepted is not null)
                condition += TracedText.At(exception.Place, " and not (" + excepted + ")");
        }

        return condition;
    }

    /// <summary>One field and the values it may have.</summary>
    private static string? Values(ExceptionDefinition exception, LoadLog log)
    {
        if (exception.Values.Find(value => value.IsList) is { } list)
        {
            log.Error(LoadCode.Validate, list.Place, exception.Item, "Expected values array to contain a list of strings");
            return null;
        }

        var values = string.Join(", ", exception.Values.Select(value => ListSubstitution.Quoted(value.Text!)));
        return $"{exception.Fields!.Text} {exception.Comparisons!.Text} ({values})";
    }

    /// <summary>Several fields and tuples of values.</summary>
    private static string? Tuples(ExceptionDefinition exception, LoadLog log)
    {
        var fields = exception.Fields!.Items;
        var tuples = new List<string>();
        var isSound = true;
        foreach (var tuple in exception.Values)
        {
            if (tuple.Items.Length != fields.Length)
            {
                log.Error(LoadCode.Validate, tuple.Place, exception.Item, "Fields and values lists must have equal length");
                isSound = false;
                continue;
            }

            var comparisons = fields.Select((field, i) => Comparison(field, exception.Comparisons!.Items[i].Text!, tuple.Items[i]));
            tuples.Add($"({string.Join(" and ", comparisons)})");
        }

        return isSound ? string.Join(" or ", tuples) : null;
    }

    private static string Comparison(ExceptionEntry field, string comparison, ExceptionEntry value)
    {
        if (value.IsList)
            return $"{field.Text} {comparison} ({string.Join(", ", value.Items.Select(item => ListSubstitution.Quoted(item.Text ?? "")))})";
        var text = value.Text!;
        if (!ExceptionCheck.TakesList(comparison))
            return $"{field.Text} {comparison} {ListSubstitution.Quoted(text)}";
        return text[0] == '(' ? $"{field.Text} {comparison} {text}" : $"{field.Text} {comparison} ({text})";
    }
}
