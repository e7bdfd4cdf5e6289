namespace IncidentMesh.Gateway.Problems;

/// <summary>Problem details (RFC 9457) as every error of this API is written.</summary>
internal sealed record ProblemBody
{
    /// <summary>One of <see cref="ProblemTypes"/>.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>For people; may quote what the asker sent, never a secret.</summary>
    public required string Detail { get; init; }

    public IReadOnlyList<ProblemError>? Errors { get; init; }

    /// <summary>The command was given and nobody knows whether it was carried out.</summary>
    public bool? OutcomeUnknown { get; init; }

    /// <summary>Id of the credential that was made, where its secret cannot be shown again.</summary>
    public string? CredentialId { get; init; }

    public string? TraceId { get; init; }
}

/// <summary>One fault of a request, in the shape of RFC 9457's own example.</summary>
/// <param name="Detail">For people.</param>
/// <param name="Pointer">JSON pointer into the request's body, as a fragment, or the name of a parameter.</param>
/// <param name="Line">Line of the request's body, from 1.</param>
internal sealed record ProblemError(string Detail, string? Pointer = null, int? Line = null);
