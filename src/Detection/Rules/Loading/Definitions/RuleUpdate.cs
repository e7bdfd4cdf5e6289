namespace IncidentMesh.Detection.Rules.Loading.Definitions;

/// <summary>What an item appends to an earlier rule, or replaces in it; null is left as it is.</summary>
internal sealed record RuleUpdate
{
    private static readonly RuleUpdate Nothing = new();

    public bool IsAny => this != Nothing;

    public TracedText? Condition { get; init; }

    public TracedText? Output { get; init; }

    public string? Description { get; init; }

    public SortedSet<string>? Tags { get; init; }

    public List<ExceptionDefinition>? Exceptions { get; init; }

    public RulePriority? Priority { get; init; }

    public bool? Enabled { get; init; }

    public bool? WarnEventTypes { get; init; }

    public bool? SkipIfUnknownFilter { get; init; }

    public bool? Capture { get; init; }

    public int? CaptureDuration { get; init; }
}
