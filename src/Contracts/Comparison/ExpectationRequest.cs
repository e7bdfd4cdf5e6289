namespace IncidentMesh.Contracts.Comparison;

/// <summary>An expectation as a person wrote it; nothing is checked yet. Its members are those of <see cref="Expectation"/>.</summary>
[GenerateSerializer, Immutable, Alias("im.expectation-request")]
public sealed record ExpectationRequest
{
    [Id(0)] public string? Feature { get; init; }

    [Id(1)] public string? Replica { get; init; }

    [Id(2)] public string? Reason { get; init; }

    /// <summary>A date or a time (RFC 3339); without an offset in UTC.</summary>
    [Id(3)] public string? Expires { get; init; }
}

/// <summary>The outcome of adding one: exactly one member is set.</summary>
[GenerateSerializer, Immutable, Alias("im.new-expectation")]
public sealed record NewExpectationResult
{
    [Id(0)] public Expectation? Expectation { get; init; }

    /// <summary>All that is wrong with the request.</summary>
    [Id(1)] public IReadOnlyList<ExpectationFault>? Faults { get; init; }

    /// <summary>Why there is no room for it, or nothing to expect of, for people.</summary>
    [Id(2)] public string? Refusal { get; init; }
}

/// <param name="Member">The member that it is about.</param>
/// <param name="Message">Goes on after the member's name: <c>is missing: ...</c></param>
[GenerateSerializer, Immutable, Alias("im.expectation-fault")]
public sealed record ExpectationFault([property: Id(0)] string Member, [property: Id(1)] string Message);
