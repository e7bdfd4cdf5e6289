using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Language.Parsing;

public sealed partial class ConditionParser
{
    private static readonly (string Word, Quantifier Quantifier)[] Quantifiers =
        [("oneof", Quantifier.One), ("anyof", Quantifier.Any), ("allof", Quantifier.All)];

    /// <summary>Reads a call of a transformer that begins at a place within a longer text, as outputs have them.</summary>
    internal static Operand? ParseTransformer(string text, int start, out int end, out ConditionParseError? error)
    {
        var parser = new ConditionParser(text);
        parser._lexer.Return(start);
        var operand = parser._lexer.TryTakeTransformer(out var transformer) ? parser.ParseTransformed(start, transformer) : null;
        end = parser._lexer.Position;
        error = parser._error;
        return operand;
    }

    private FieldOperand? ParseFieldArgument(int offset, string name) =>
        TryParseKey(out var argument) ? new FieldOperand(offset, name, argument) : null;

    /// <summary>An argument in square brackets, which must touch what it belongs to. False after an error.</summary>
    private bool TryParseKey(out string? key)
    {
        key = null;
        if (!_lexer.TryTake("["))
            return true;
        if (!_lexer.TryTakeQuotedString(out _) && (FailedOnString() || !_lexer.TryTakeBareArgument()))
        {
            Fail<Operand>(
                "an argument", "expected a valid field argument: a quoted string or a bare string");
            return false;
        }

        key = _lexer.Last;
        if (_lexer.TryTake("]"))
            return true;
        Fail<Operand>("']'", "expected a ']' token");
        return false;
    }

    /// <summary>The arguments of a transformer whose opening bracket has been taken, and its key.</summary>
    private Operand? ParseTransformed(int offset, Transformer transformer)
    {
        if (!TryDescend())
            return null;
        var arguments = ImmutableArray.CreateBuilder<Operand>();
        do
        {
            _lexer.SkipBlanks();
            if (ParseTransformerArgument(listAllowed: true) is not { } argument)
                return null;
            arguments.Add(argument);
            _lexer.SkipBlanks();
        }
        while (_lexer.TryTake(","));
        if (!_lexer.TryTake(")"))
            return Fail<Operand>("')'", "expected a ')' token closing the transformer");
        _depth--;
        return TryParseKey(out var key) ? new TransformedOperand(offset, transformer, arguments.ToImmutable(), key) : null;
    }

    private Operand? ParseTransformerArgument(bool listAllowed)
    {
        var offset = _lexer.Position;
        if (_lexer.TryTakeNumber())
            return new LiteralOperand(offset, new Literal(_lexer.Last));
        if (_lexer.TryTakeQuotedString(out var value))
            return new LiteralOperand(offset, new Literal(value));
        if (FailedOnString())
            return null;
        if (listAllowed && _lexer.TryTake("("))
            return ParseTransformerList(offset);
        if (_lexer.TryTakeTransformer(out var transformer))
            return ParseTransformed(offset, transformer);
        if (_lexer.TryTakeFieldName())
            return ParseFieldArgument(offset, _lexer.Last);
        return listAllowed
            ? Fail<Operand>(
                "a field, a transformer, a quoted string, a number or a list",
                "expected field transformer argument: field, transformer, quoted string, number, or transformer list")
            : Fail<Operand>(
                "a field, a transformer, a quoted string or a number",
                "expected transformer list argument: field, transformer, quoted string, or number");
    }

    private OperandListOperand? ParseTransformerList(int offset)
    {
        var items = ImmutableArray.CreateBuilder<Operand>();
        _lexer.SkipBlanks();
        if (!_lexer.IsAt(')'))
        {
            do
            {
                _lexer.SkipBlanks();
                if (ParseTransformerArgument(listAllowed: false) is not { } item)
                    return null;
                items.Add(item);
                _lexer.SkipBlanks();
            }
            while (_lexer.TryTake(","));
        }

        return _lexer.TryTake(")")
            ? new OperandListOperand(offset, items.ToImmutable())
            : Fail<OperandListOperand>("')'", "expected ')'");
    }

    private Operand? ParseNumber()
    {
        _lexer.SkipBlanks();
        var offset = _lexer.Position;
        if (TryParseTransformedRight(offset, out var transformed))
            return transformed;
        return _lexer.TryTakeNumber()
            ? new LiteralOperand(offset, new Literal(_lexer.Last))
            : Fail<Operand>(
                "a number or a transformer",
                $"expected a number value or a field with a valid transformer: {QuotedNames(Transformers.Names)}");
    }

    private Operand? ParseText()
    {
        _lexer.SkipBlanks();
        var offset = _lexer.Position;
        return TryParseTransformedRight(offset, out var transformed)
            ? transformed
            : ParseLiteral($"expected a string value or a field with a valid transformer: {QuotedNames(Transformers.Names)}");
    }

    private LiteralOperand? ParseLiteral(string message)
    {
        var offset = _lexer.Position;
        if (_lexer.TryTakeQuotedString(out var value))
            return new LiteralOperand(offset, new Literal(value));
        if (FailedOnString())
            return null;
        return _lexer.TryTakeBareString()
            ? new LiteralOperand(offset, new Literal(_lexer.Last))
            : Fail<LiteralOperand>("a string", message);
    }

    /// <summary>Constants in brackets, a transformer, or the name of a list that the loader did not know.</summary>
    private Operand? ParseList()
    {
        _lexer.SkipBlanks();
        var offset = _lexer.Position;
        if (_lexer.TryTake("("))
            return ParseLiteralList(offset);
        if (TryParseTransformedRight(offset, out var transformed))
            return transformed;
        return _lexer.TryTakeIdentifier()
            ? new LiteralOperand(offset, new Literal(_lexer.Last))
            : Fail<Operand>(
                "'(', a list or a transformer",
                $"expected a list, an identifier, or a field with a valid transformer: {QuotedNames(Transformers.Names)}");
    }

    private LiteralListOperand? ParseLiteralList(int offset)
    {
        var values = ImmutableArray.CreateBuilder<LiteralOperand>();
        _lexer.SkipBlanks();
        if (!_lexer.IsAt(')'))
        {
            do
            {
                _lexer.SkipBlanks();
                if (ParseLiteral("expected a string value") is not { } value)
                    return null;
                values.Add(value);
                _lexer.SkipBlanks();
            }
            while (_lexer.TryTake(","));
        }

        return _lexer.TryTake(")")
            ? new LiteralListOperand(offset, values.ToImmutable())
            : Fail<LiteralListOperand>("',' or ')'", "expected a ')' token");
    }

    /// <summary>A transformer at the right, <c>val</c> among them. True with null after an error within it.</summary>
    private bool TryParseTransformedRight(int offset, out Operand? operand)
    {
        if (_lexer.TryTakeTransformer(Transformer.Value))
        {
            operand = ParseValue(offset);
            return true;
        }

        if (_lexer.TryTakeTransformer(out var transformer))
        {
            operand = ParseTransformed(offset, transformer);
            return true;
        }

        operand = null;
        return false;
    }

    private TransformedOperand? ParseValue(int offset)
    {
        _lexer.SkipBlanks();
        var fieldOffset = _lexer.Position;
        if (!_lexer.TryTakeFieldName())
            return Fail<TransformedOperand>("a field", "expected a field within 'val' transformer");
        if (ParseFieldArgument(fieldOffset, _lexer.Last) is not { } field)
            return null;
        _lexer.SkipBlanks();
        return _lexer.TryTake(")")
            ? new TransformedOperand(offset, Transformer.Value, [field], null)
            : Fail<TransformedOperand>("')'", "expected a ')' token closing the transformer");
    }

    /// <summary>
    /// A quantifier with blanks on both sides, before a list or a list's name. Anything else that begins with the word is
    /// a plain string, <c>proc.name = anyof and ...</c> too.
    /// </summary>
    private bool TryTakeQuantifier(out Quantifier quantifier)
    {
        var start = _lexer.Position;
        var blankBefore = _lexer.SkipBlanks() || _lexer.WasBlankBefore(start);
        foreach (var (word, meaning) in Quantifiers)
        {
            if (blankBefore && _lexer.TryTake(word) && _lexer.SkipBlanks())
            {
                var list = _lexer.Position;
                if (_lexer.IsAt('(') || _lexer.TryTakeIdentifier() && _lexer.Last is not ("and" or "or"))
                {
                    _lexer.Return(list);
                    quantifier = meaning;
                    return true;
                }
            }

            _lexer.Return(start);
            _lexer.SkipBlanks();
        }

        quantifier = Quantifier.None;
        return false;
    }
}
