namespace IncidentMesh.Detection.Context;

/// <summary>Something that is known. What is not known is null, never a guess.</summary>
/// <param name="Value">What it is.</param>
/// <param name="Source">Where it is from, for people, such as <c>label env=prod of the namespace</c>.</param>
/// <param name="AsOf">When it was last known to be so; null where nobody can tell.</param>
public sealed record Fact<T>(T Value, string Source, DateTimeOffset? AsOf = null)
    where T : struct
{
    /// <summary>What it is if all comes out worst that is not known around it; null where <see cref="Value"/> is certain.</summary>
    public T? AtMost { get; init; }

    /// <summary>What shows it, in a sentence or several for people; null where the source says enough. May hold hostile text.</summary>
    public string? Proof { get; init; }
}
