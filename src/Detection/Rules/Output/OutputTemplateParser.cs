using System.Buffers;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Compilation.Typing;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection.Rules.Output;

/// <summary>
/// Reads output templates as Falco's formatter does: behind <c>%</c> a width may stand, then the longest known name of a
/// field or a call of a transformer; what follows is text again.
/// </summary>
internal sealed class OutputTemplateParser(string text, FieldSources sources, FieldTable table, FieldSlots slots)
{
    private const int MaximumWidth = 1024;
    private readonly List<OutputTemplate.Segment> _segments = [];
    private readonly List<FieldReference> _fields = [];
    private ConditionProblem? _error;

    public OutputTemplateResult Parse()
    {
        var position = text.StartsWith('*') ? 1 : 0;
        while (_error is null)
        {
            var percent = text.IndexOf('%', position);
            if (percent < 0)
            {
                _segments.Add(new OutputTemplate.Segment(text[position..], null, FieldType.Text, 0));
                return new OutputTemplateResult(new OutputTemplate([.. _segments], [.. _fields]));
            }

            var before = text[position..percent];
            position = percent + 1;
            var width = TakeWidth(ref position);
            if (TakeOperand(ref position) is { } operand && Compile(operand) is { } source)
                _segments.Add(new OutputTemplate.Segment(before, source.Source, source.Type, width));
        }

        return new OutputTemplateResult(_error);
    }

    private int TakeWidth(ref int position)
    {
        var width = 0;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++)
            width = Math.Min(MaximumWidth, width * 10 + (text[position] - '0'));
        return width;
    }

    private Operand? TakeOperand(ref int position)
    {
        if (position == text.Length)
            return Fail(position - 1, "invalid formatting syntax: formatting cannot end with a %");
        if (ConditionParser.ParseTransformer(text, position, out var end, out var error) is { } transformed)
        {
            position = end;
            return transformed;
        }

        if (error is not null)
            return Fail(error.Offset, error.Message);
        var start = position;
        var length = text.AsSpan(start).IndexOfAnyExcept(FieldCharacters);
        var run = length < 0 ? text[start..] : text.Substring(start, length);
        for (var name = run; name.Length > 0; name = name[..^1])
        {
            var argument = TakeArgument(start + name.Length, out var behind);
            if (!table.TryResolve(name, argument, out _, out var reason))
            {
                if (argument is null || reason.Contains("nonexistent", StringComparison.Ordinal))
                    continue;
                return Fail(start, reason);
            }

            position = behind;
            return new FieldOperand(start, name, argument);
        }

        var near = table.Nearest(run) is { } known ? $"; did you mean %{known}?" : "";
        return Fail(start - 1, $"invalid formatting token %{run}{near}");
    }

    private string? TakeArgument(int position, out int end)
    {
        end = position;
        if (position >= text.Length || text[position] != '[')
            return null;
        var close = text.IndexOf(']', position);
        if (close < 0)
            return null;
        end = close + 1;
        var argument = text[(position + 1)..close];
        return argument is ['"', .., '"'] or ['\'', .., '\''] ? argument[1..^1] : argument;
    }

    private TypedSource? Compile(Operand operand)
    {
        var compiler = new OperandCompiler(table, slots, sources, (offset, message) => Fail(offset, message));
        if (compiler.Compile(operand) is not { } source)
            return null;
        if (source.Field is { Field.Prints: false })
        {
            Fail(operand.Offset, $"{source.Name} is filter only and cannot be used as a display field");
            return null;
        }

        var mentions = new List<ConditionMention>();
        operand.CollectMentions(mentions);
        foreach (var mention in mentions)
        {
            if (table.TryResolve(mention.Name, mention.Argument, out var field, out _))
                _fields.Add(field);
        }

        return source;
    }

    private Operand? Fail(int offset, string message)
    {
        _error ??= new ConditionProblem(offset, message);
        return null;
    }

    private static readonly SearchValues<char> FieldCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
}
