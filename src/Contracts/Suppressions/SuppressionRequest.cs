namespace IncidentMesh.Contracts.Suppressions;

/// <summary>A suppression as a person wrote it; nothing is checked yet. Its members are those of <see cref="Suppression"/>.</summary>
[GenerateSerializer, Immutable, Alias("im.suppression-request")]
public sealed record SuppressionRequest
{
    [Id(0)] public string? Reason { get; init; }

    [Id(1)] public string? Owner { get; init; }

    /// <summary>A date or a time (RFC 3339); without an offset in UTC.</summary>
    [Id(2)] public string? Expires { get; init; }

    [Id(3)] public string? Rule { get; init; }

    [Id(4)] public string? Workload { get; init; }

    [Id(5)] public string? User { get; init; }

    [Id(6)] public string? Node { get; init; }

    [Id(7)] public string? Expression { get; init; }
}

/// <summary>What is wrong with one, for people.</summary>
/// <param name="Member">The member that it is about; null where it is about the whole.</param>
/// <param name="Message">Goes on after the member's name: <c>is missing: ...</c></param>
[GenerateSerializer, Immutable, Alias("im.suppression-fault")]
public sealed record SuppressionFault([property: Id(0)] string? Member, [property: Id(1)] string Message);
