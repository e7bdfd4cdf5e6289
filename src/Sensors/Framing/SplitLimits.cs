namespace IncidentMesh.Sensors;

/// <summary>What a body may hold.</summary>
public sealed record SplitLimits
{
    public static readonly SplitLimits Default = new();

    /// <summary>Events and rejected pieces together; a body with more is refused as a whole.</summary>
    public int MaxEvents { get; init; } = 10_000;

    /// <summary>Levels of nested objects and arrays, an array or EventList around the events included.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Bytes of one event; a longer one is rejected alone.</summary>
    public int MaxEventBytes { get; init; } = 1_048_576;
}
