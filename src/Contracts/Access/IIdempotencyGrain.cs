namespace IncidentMesh.Contracts.Access;

/// <summary>Remembers the answer to a request with an Idempotency-Key for 24 h. Key: principal and idempotency key.</summary>
[GrainInterfaceType("im.idempotency")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>Begins a request, or tells what an earlier one with the same key was answered.</summary>
    /// <param name="fingerprint">SHA-256 of method, path and body, hex.</param>
    [Alias("begin")]
    Task<IdempotencyAnswer> BeginAsync(string fingerprint);

    [Alias("complete")]
    Task CompleteAsync(string fingerprint, int status, string? contentType, byte[] body);

    /// <summary>The request failed before anything was done: the key may be used again.</summary>
    [Alias("abandon")]
    Task AbandonAsync(string fingerprint);
}

[GenerateSerializer, Immutable, Alias("im.idempotency-answer")]
public sealed record IdempotencyAnswer
{
    [Id(0)] public required IdempotencyVerdict Verdict { get; init; }

    [Id(1)] public int Status { get; init; }

    [Id(2)] public string? ContentType { get; init; }

    [Id(3)] public byte[] Body { get; init; } = [];
}

[GenerateSerializer, Alias("im.idempotency-verdict")]
public enum IdempotencyVerdict
{
    /// <summary>First use: go on.</summary>
    Proceed = 0,

    /// <summary>Answered before: repeat the stored answer.</summary>
    Replay = 1,

    /// <summary>The key was used for another request.</summary>
    Mismatch = 2,

    /// <summary>The first request with this key has not ended yet.</summary>
    InProgress = 3,
}
