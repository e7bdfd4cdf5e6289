namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>A rule.</summary>
internal sealed class RuleDefinition(LoadItem item, TextPlace place) : Definition(item, place)
{
    public required TracedText Condition { get; set; }

    public required TracedText Output { get; set; }

    public required string Description { get; set; }

    public required RulePriority Priority { get; set; }

    public required string Source { get; init; }

    public bool SourceIsKnown { get; init; }

    public SortedSet<string> Tags { get; set; } = new(StringComparer.Ordinal);

    public List<ExceptionDefinition> Exceptions { get; set; } = [];

    public bool Enabled { get; set; } = true;

    public bool WarnEventTypes { get; set; } = true;

    public bool SkipIfUnknownFilter { get; set; }

    public bool Capture { get; set; }

    public int? CaptureDuration { get; set; }

    public string? FalsePositives { get; init; }

    public string? Response { get; init; }
}
