namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>An exception of a rule.</summary>
internal sealed record ExceptionDefinition(LoadItem Item, TextPlace Place)
{
    public ExceptionEntry? Fields { get; init; }

    public ExceptionEntry? Comparisons { get; init; }

    public List<ExceptionEntry> Values { get; init; } = [];
}
