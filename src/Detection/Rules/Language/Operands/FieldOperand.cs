namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>A field of the event, such as <c>fd.name</c> or <c>proc.aname[2]</c>.</summary>
public sealed class FieldOperand(int offset, string name, string? argument) : Operand(offset)
{
    /// <summary>The field's name.</summary>
    public string Name { get; } = name;

    /// <summary>What stands in the square brackets, unescaped; null without brackets.</summary>
    public string? Argument { get; } = argument;

    internal override void CollectMentions(List<ConditionMention> found) =>
        found.Add(new ConditionMention(MentionKind.Field, Name, Argument, Offset));
}
