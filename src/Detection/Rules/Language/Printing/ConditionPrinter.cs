using System.Collections.Immutable;
using System.Text;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language.Printing;

/// <summary>Writes conditions as text.</summary>
public sealed class ConditionPrinter
{
    private readonly StringBuilder _text = new();
    private readonly bool _exact;

    private ConditionPrinter(bool exact) => _exact = exact;

    /// <summary>
    /// As Falco writes a compiled condition: brackets around every chain, strings in quotes only where they hold blanks,
    /// quotes or backslashes. Not every such text can be parsed again: <c>getopt(proc.args,nt:)</c>.
    /// </summary>
    public static string Print(Condition condition) => Written(condition, exact: false);

    /// <summary>As Falco writes it, but with quotes wherever the parser needs them to read the same again.</summary>
    public static string PrintExactly(Condition condition) => Written(condition, exact: true);

    private static string Written(Condition condition, bool exact)
    {
        var printer = new ConditionPrinter(exact);
        printer.Write(condition);
        return printer._text.ToString();
    }

    private void Write(Condition condition)
    {
        switch (condition)
        {
            case AndCondition and:
                WriteChain(" and ", and.Terms);
                break;
            case OrCondition or:
                WriteChain(" or ", or.Terms);
                break;
            case NotCondition not:
                _text.Append("not ");
                // Two of them would cancel out where they are read again.
                WriteBracketedIf(_exact && not.Operand is NotCondition, not.Operand);
                break;
            case MacroReference macro:
                _text.Append(macro.Name);
                break;
            case ExistsCondition exists:
                Write(exists.Operand, withinTransformer: false);
                _text.Append(" exists");
                break;
            case ComparisonCondition comparison:
                Write(comparison);
                break;
        }
    }

    private void Write(ComparisonCondition comparison)
    {
        Write(comparison.Left, withinTransformer: false);
        _text.Append(' ').Append(ComparisonOperators.TextOf(comparison.Operator)).Append(' ');
        _text.Append(comparison.Quantifier switch
        {
            Quantifier.One => "oneof ",
            Quantifier.Any => "anyof ",
            Quantifier.All => "allof ",
            _ => "",
        });
        if (comparison.Right is LiteralOperand listName
            && (comparison.Quantifier != Quantifier.None || comparison.Operator.TakesList()))
            _text.Append(listName.Value);
        else
            Write(comparison.Right, withinTransformer: false);
    }

    private void WriteBracketedIf(bool bracketed, Condition condition)
    {
        _text.Append(bracketed ? "(" : "");
        Write(condition);
        _text.Append(bracketed ? ")" : "");
    }

    private void WriteChain(string word, ImmutableArray<Condition> terms)
    {
        _text.Append('(');
        for (var i = 0; i < terms.Length; i++)
        {
            _text.Append(i == 0 ? "" : word);
            Write(terms[i]);
        }

        _text.Append(')');
    }

    private void Write(Operand operand, bool withinTransformer)
    {
        switch (operand)
        {
            case FieldOperand field:
                _text.Append(field.Name);
                WriteKey(field.Argument);
                break;
            case LiteralOperand literal:
                var exactly = withinTransformer ? Quoting.Kind.Always : Quoting.Kind.Value;
                _text.Append(Quoting.Write(literal.Value, _exact ? exactly : Quoting.Kind.Falco));
                break;
            case LiteralListOperand list:
                WriteList(", ", list.Values, withinTransformer: false);
                break;
            case OperandListOperand list:
                WriteList(_exact ? ", " : ",", list.Items, withinTransformer: true);
                break;
            case TransformedOperand transformed:
                _text.Append(Transformers.TextOf(transformed.Transformer));
                WriteList(_exact ? ", " : ",", transformed.Arguments, withinTransformer: true);
                WriteKey(transformed.Key);
                break;
        }
    }

    private void WriteKey(string? key)
    {
        if (key is not null && (_exact || key.Length > 0))
        {
            var quoted = Quoting.Write(new Literal(key), _exact ? Quoting.Kind.Argument : Quoting.Kind.Falco);
            _text.Append('[').Append(quoted).Append(']');
        }
    }

    private void WriteList<T>(string separator, ImmutableArray<T> items, bool withinTransformer)
        where T : Operand
    {
        _text.Append('(');
        for (var i = 0; i < items.Length; i++)
        {
            _text.Append(i == 0 ? "" : separator);
            Write(items[i], withinTransformer);
        }

        _text.Append(')');
    }
}
