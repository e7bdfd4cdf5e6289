using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>What a transformer makes of its arguments, as in <c>tolower(proc.name)</c>.</summary>
public sealed class TransformedOperand(
    int offset, Transformer transformer, ImmutableArray<Operand> arguments, string? key) : Operand(offset)
{
    /// <summary>The transformer.</summary>
    public Transformer Transformer { get; } = transformer;

    /// <summary>Its arguments; at least one.</summary>
    public ImmutableArray<Operand> Arguments { get; } = arguments;

    /// <summary>What stands in square brackets behind it, as in <c>getopt(proc.args, "t:")[t]</c>; null without.</summary>
    public string? Key { get; } = key;

    internal override void CollectMentions(List<ConditionMention> found)
    {
        foreach (var argument in Arguments)
            argument.CollectMentions(found);
    }
}
