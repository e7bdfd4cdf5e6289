namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>A named item of rule files, with everything that later items have changed.</summary>
internal abstract class Definition(LoadItem item, TextPlace place)
{
    public LoadItem Item { get; } = item;

    public TextPlace Place { get; } = place;

    public string Name => Item.Name;

    /// <summary>Number of the item that defined the name first: a redefinition stays in its place.</summary>
    public int Index { get; set; }

    /// <summary>Number of the item that touched it last: it sees what was defined before that.</summary>
    public int Visibility { get; set; }
}
