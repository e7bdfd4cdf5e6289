namespace IncidentMesh.Gateway.Replay;

/// <summary>What is to be tried on the past. At least one of <see cref="Rules"/> and <see cref="Rule"/>.</summary>
internal sealed record ReplayBody
{
    /// <summary>A rule file, loaded behind the rules in force; at most 65,536 characters.</summary>
    public string? Rules { get; init; }

    /// <summary>Name of the one rule to try.</summary>
    public string? Rule { get; init; }

    /// <summary>How far back, 1 to 720 hours; 24 where not given.</summary>
    public int? Hours { get; init; }

    /// <summary>The <c>nextCursor</c> of the answer before, with the same other members.</summary>
    public string? Cursor { get; init; }
}
