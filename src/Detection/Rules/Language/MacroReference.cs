namespace IncidentMesh.Detection.Rules.Language;

/// <summary>A bare word: the condition that is defined under this name.</summary>
public sealed class MacroReference(int offset, string name) : Condition(offset, 1, 1)
{
    /// <summary>The macro's name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override Condition Resolve(Func<string, Condition?> macros) => macros(Name) ?? this;

    internal override void CollectMentions(List<ConditionMention> found) =>
        found.Add(new ConditionMention(MentionKind.Macro, Name, null, Offset));
}
