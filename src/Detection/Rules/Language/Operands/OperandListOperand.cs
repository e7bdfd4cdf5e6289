using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>A list among a transformer's arguments, as in <c>join("-", (fd.name, "x"))</c>.</summary>
public sealed class OperandListOperand(int offset, ImmutableArray<Operand> items) : Operand(offset)
{
    /// <summary>Fields, constants and transformers, in the order of the text; may be empty.</summary>
    public ImmutableArray<Operand> Items { get; } = items;

    internal override void CollectMentions(List<ConditionMention> found)
    {
        foreach (var item in Items)
            item.CollectMentions(found);
    }
}
