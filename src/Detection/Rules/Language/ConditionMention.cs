namespace IncidentMesh.Detection.Rules.Language;

/// <summary>A field or a macro that a condition names.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">Its name, for a field without the argument.</param>
/// <param name="Argument">A field's argument, as in <c>proc.aname[2]</c>; null where there is none.</param>
/// <param name="Offset">Where it stands in the text, in characters from 0.</param>
public sealed record ConditionMention(MentionKind Kind, string Name, string? Argument, int Offset);
