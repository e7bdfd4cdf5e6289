namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>A list.</summary>
internal sealed class ListDefinition(LoadItem item, TextPlace place, List<string> items) : Definition(item, place)
{
    public List<string> Items { get; } = items;
}
