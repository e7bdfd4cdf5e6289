namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>A rule file that somebody has read.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="Text">Its text.</param>
public sealed record RuleFile(string Name, string Text);
