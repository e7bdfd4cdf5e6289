using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>Finds fields, checks the types that transformers take, and makes sources of them.</summary>
internal sealed class OperandCompiler(FieldTable table, FieldSlots slots, FieldSources sources, Action<int, string> report)
{
    /// <returns>Null after an error was reported.</returns>
    public TypedSource? Compile(Operand operand)
    {
        switch (operand)
        {
            case FieldOperand field:
                return CompileField(field);
            case LiteralOperand literal:
                var constant = new ConstantSource(FieldValue.Of(literal.Value.Bytes));
                return new TypedSource(constant, FieldType.Text, FieldValues.One, literal.Value.ToString());
            case OperandListOperand list:
                return CompileList(list);
            case TransformedOperand transformed:
                return CompileTransformed(transformed);
            default:
                return Fail(operand, "a list of constants is no operand");
        }
    }

    private TypedSource? CompileField(FieldOperand operand)
    {
        if (!table.TryResolve(operand.Name, operand.Argument, out var reference, out var error))
            return Fail(operand, error);
        var field = reference.Field;
        if ((field.Sources & sources) == FieldSources.None)
            return Fail(operand, $"filter_check called with nonexistent field {field.Name}: events of this rule's source do not have it");
        return new TypedSource(new FieldSource(slots.SlotOf(reference)), field.Type, reference.Values, reference.ToString())
        {
            ComparesWithFields = field.ComparesWithFields,
            Transforms = field.Transforms,
            Field = reference,
        };
    }

    private TypedSource? CompileList(OperandListOperand operand)
    {
        var items = new List<ValueSource>();
        foreach (var item in operand.Items)
        {
            if (Compile(item) is not { } compiled)
                return null;
            if (compiled.Type != FieldType.Text || compiled.Values != FieldValues.One)
                return Fail(item, $"'{compiled.Name}' cannot stand in a list of a transformer: it is no single text");
            items.Add(compiled.Source);
        }

        return new TypedSource(new ListSource([.. items]), FieldType.Text, FieldValues.List, "list");
    }

    private TypedSource? CompileTransformed(TransformedOperand operand)
    {
        var arguments = new List<TypedSource>();
        foreach (var argument in operand.Arguments)
        {
            if (Compile(argument) is not { } compiled)
                return null;
            if (!compiled.Transforms && operand.Transformer != Transformer.Value)
                return Fail(argument, $"field '{compiled.Name}' does not support transformers");
            if (compiled.Values is FieldValues.EitherEnd or FieldValues.AnyAncestor && operand.Transformer != Transformer.Value)
                return Fail(argument, $"field '{compiled.Name}' has several values and does not support transformers");
            arguments.Add(compiled);
        }

        if (operand.Key is not null && operand.Transformer != Transformer.GetOpt)
            return Fail(operand, $"transformer '{Transformers.TextOf(operand.Transformer)}' takes no key in square brackets");
        return operand.Transformer switch
        {
            Transformer.Value => arguments[0],
            Transformer.Join => CompileJoin(operand, arguments),
            Transformer.Concat => CompileConcat(operand, arguments),
            Transformer.GetOpt => CompileGetOpt(operand, arguments),
            _ => CompileMapping(operand, arguments),
        };
    }

    private TypedSource? CompileMapping(TransformedOperand operand, List<TypedSource> arguments)
    {
        var name = Transformers.TextOf(operand.Transformer);
        if (arguments.Count != 1)
            return Fail(operand, $"transformer '{name}' takes exactly one argument");
        var source = arguments[0];
        var supported = operand.Transformer switch
        {
            Transformer.Length => source.IsList || source.Type is FieldType.Text or FieldType.Bytes,
            Transformer.Base64 => source.Type is FieldType.Text or FieldType.Bytes,
            _ => source.Type == FieldType.Text,
        };
        if (!supported)
            return Fail(operand, $"can't add field transformer: type of '{source.Name}' is not supported by '{name}' transformer");
        return operand.Transformer == Transformer.Length
            ? new TypedSource(new LengthSource(source.Source), FieldType.Unsigned64, FieldValues.One, source.Name)
            : source with { Source = new MapSource(operand.Transformer, source.Source), Field = null };
    }

    private TypedSource? CompileJoin(TransformedOperand operand, List<TypedSource> arguments)
    {
        if (arguments.Count != 2)
            return Fail(operand, "join() requires exactly two arguments: a separator and a list");
        var (separator, list) = (arguments[0], arguments[1]);
        if (separator.Type != FieldType.Text || separator.Values != FieldValues.One)
            return Fail(operand.Arguments[0], "the first argument of join() must be a single text");
        if (list.Type != FieldType.Text || !list.IsList)
            return Fail(operand.Arguments[1], "the second argument of join() must be a list of texts");
        var isEmpty = operand.Arguments[1] is OperandListOperand { Items.IsEmpty: true };
        return TextOf(new JoinSource(separator.Source, isEmpty ? null : list.Source), "join");
    }

    private TypedSource? CompileConcat(TransformedOperand operand, List<TypedSource> arguments)
    {
        if (arguments.Count < 2)
            return Fail(operand, "concat() requires at least two arguments");
        var wrong = arguments.FindIndex(argument => argument.Type != FieldType.Text || argument.Values != FieldValues.One);
        return wrong >= 0
            ? Fail(operand.Arguments[wrong], "every argument of concat() must be a single text")
            : TextOf(new JoinSource(null, new ListSource([.. arguments.Select(argument => argument.Source)])), "concat");
    }

    private TypedSource? CompileGetOpt(TransformedOperand operand, List<TypedSource> arguments)
    {
        if (arguments.Count != 2)
            return Fail(operand, "getopt() requires exactly two arguments: a list of arguments and the options");
        if (arguments[0].Type != FieldType.Text || !arguments[0].IsList)
            return Fail(operand.Arguments[0], "the first argument of getopt() must be a list of texts");
        if (operand.Arguments[1] is not LiteralOperand options)
            return Fail(operand.Arguments[1], "the second argument of getopt() must be a constant");
        var source = new GetOptSource(arguments[0].Source, options.Value.ToString(), operand.Key);
        var values = operand.Key is null ? FieldValues.List : FieldValues.One;
        return new TypedSource(source, FieldType.Text, values, "getopt");
    }

    private static TypedSource TextOf(ValueSource source, string name) =>
        new(source, FieldType.Text, FieldValues.One, name);

    private TypedSource? Fail(Operand operand, string message)
    {
        report(operand.Offset, message);
        return null;
    }
}
