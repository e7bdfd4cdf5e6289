namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>A macro.</summary>
internal sealed class MacroDefinition(LoadItem item, TextPlace place, TracedText condition) : Definition(item, place)
{
    public TracedText Condition { get; set; } = condition;
}
