using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language.Parsing;

/// <summary>
/// Reads conditions in Falco's language. Lists are no part of it: as in Falco, the loader of rule files puts their items
/// into the text before it is parsed. Whether fields exist and types fit is not asked here.
/// </summary>
/// <remarks>
/// Source: the grammar of falcosecurity/libs, <c>userspace/libsinsp/filter/parser.h</c>. Two things are taken that Falco
/// refuses: <c>a or(b) and c</c>, and a quoted string that ends in an escaped backslash.
/// </remarks>
public sealed partial class ConditionParser
{
    /// <summary>Longest text that is read, in characters.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>How deep brackets and transformers may nest.</summary>
    public const int MaximumDepth = 100;

    private readonly string _text;
    private readonly ConditionLexer _lexer;
    private int _depth;
    private ConditionParseError? _error;

    private ConditionParser(string text)
    {
        _text = text;
        _lexer = new ConditionLexer(text);
    }

    /// <summary>Reads one condition, which has to be the whole text.</summary>
    public static ConditionParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new ConditionParser(text);
        return parser.ParseAll() is { } condition
            ? new ConditionParseResult(condition)
            : new ConditionParseResult(parser._error!);
    }

    private Condition? ParseAll()
    {
        if (_text.Length == 0)
            return Fail<Condition>("a condition", "filter input string is empty");
        if (_text.Length > MaximumLength)
            return Fail<Condition>("", $"the condition is longer than {MaximumLength} characters");
        var condition = ParseOr();
        if (condition is null || _lexer.AtEnd)
            return condition;
        return Fail<Condition>("'or', 'and'", $"unexpected token after '{_lexer.Last}', expecting 'or', 'and'");
    }

    private Condition? ParseOr()
    {
        _lexer.SkipBlanks();
        return ParseChain("or", ParseAnd, (offset, terms) => new OrCondition(offset, terms));
    }

    private Condition? ParseAnd() => ParseChain("and", ParseNot, (offset, terms) => new AndCondition(offset, terms));

    private Condition? ParseChain(
        string word, Func<Condition?> parseTerm, Func<int, ImmutableArray<Condition>, Condition> join)
    {
        var offset = _lexer.Position;
        if (parseTerm() is not { } first)
            return null;
        _lexer.SkipBlanks();
        if (!_lexer.TryTake(word))
            return first;
        var terms = ImmutableArray.CreateBuilder<Condition>();
        terms.Add(first);
        do
        {
            var blank = _lexer.SkipBlanks();
            if (!blank && !_lexer.IsAt('('))
                return Fail<Condition>("a blank or '('", $"expected blank or '(' after '{word}'");
            if (parseTerm() is not { } next)
                return null;
            terms.Add(next);
            _lexer.SkipBlanks();
        }
        while (_lexer.TryTake(word));
        return join(offset, terms.ToImmutable());
    }

    private Condition? ParseNot()
    {
        var offset = _lexer.Position;
        var negated = false;
        while (_lexer.TryTakeNot())
            negated = !negated;
        Condition? operand;
        if (_lexer.TryTake("not("))
        {
            negated = !negated;
            operand = ParseBracketed();
        }
        else
        {
            operand = ParseCheck();
        }

        return operand is not null && negated ? new NotCondition(offset, operand) : operand;
    }

    /// <summary>What follows an opening bracket, with the closing one.</summary>
    private Condition? ParseBracketed()
    {
        if (!TryDescend())
            return null;
        if (ParseOr() is not { } condition)
            return null;
        _lexer.SkipBlanks();
        if (!_lexer.TryTake(")"))
            return Fail<Condition>("')'", "expected a ')' token");
        _depth--;
        return condition;
    }

    private Condition? ParseCheck()
    {
        var offset = _lexer.Position;
        if (_lexer.TryTake("("))
            return ParseBracketed();
        if (_lexer.TryTakeFieldName())
            return ParseFieldArgument(offset, _lexer.Last) is { } field ? ParseComparison(offset, field) : null;
        if (_lexer.TryTakeTransformer(out var transformer))
            return ParseTransformed(offset, transformer) is { } left ? ParseComparison(offset, left) : null;
        return _lexer.TryTakeIdentifier()
            ? new MacroReference(offset, _lexer.Last)
            : Fail<Condition>("'(', a field or a macro", "expected a '(' token, a field check, or an identifier");
    }

    private Condition? ParseComparison(int offset, Operand left)
    {
        _lexer.SkipBlanks();
        if (_lexer.TryTake("exists"))
            return new ExistsCondition(offset, left);
        var quantifier = Quantifier.None;
        Operand? right;
        if (_lexer.TryTakeOperator(ComparisonOperators.Numeric, out var comparison))
        {
            right = ParseNumber();
        }
        else if (_lexer.TryTakeOperator(ComparisonOperators.Textual, out comparison))
        {
            right = TryTakeQuantifier(out quantifier) ? ParseList() : ParseText();
        }
        else if (_lexer.TryTakeOperator(ComparisonOperators.OfLists, out comparison))
        {
            right = ParseList();
        }
        else
        {
            var names = QuotedNames(ComparisonOperators.Names);
            return Fail<Condition>(names, $"expected a valid check operator: one of {names}");
        }

        return right is null ? null : new ComparisonCondition(offset, left, comparison, quantifier, right);
    }

    private bool TryDescend()
    {
        if (++_depth <= MaximumDepth)
            return true;
        Fail<Condition>("", $"exceeded max depth limit of {MaximumDepth}");
        return false;
    }

    private T? Fail<T>(string expected, string message, int? offset = null)
        where T : class
    {
        var place = offset ?? _lexer.Position;
        var before = _text.AsSpan(0, place);
        _error ??= new ConditionParseError(
            place, before.Count('\n') + 1, place - before.LastIndexOf('\n'), expected, message);
        return null;
    }

    /// <summary>Reports a quoted string that is not well formed, if the lexer stands before one.</summary>
    private bool FailedOnString()
    {
        if (_lexer.StringError is not { } error)
            return false;
        Fail<Condition>("", error.Message, error.Offset);
        return true;
    }

    private static string QuotedNames(ImmutableArray<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
