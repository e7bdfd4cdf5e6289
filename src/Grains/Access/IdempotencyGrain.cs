using IncidentMesh.Contracts.Access;
using IncidentMesh.Grains.Storage;

namespace IncidentMesh.Grains.Access;

[GrainType("im.idempotency")]
internal sealed class IdempotencyGrain(Stored<IdempotencyGrain.AnswerState> stored, TimeProvider time) : Grain, IIdempotencyGrain
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>A request that has not ended by then has lost its gateway.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(2);

    public async Task<IdempotencyAnswer> BeginAsync(string fingerprint)
    {
        var state = await stored.LoadAsync("idempotency", this.GetPrimaryKeyString());
        var now = time.GetUtcNow();
        if (state is { Fingerprint: not null } && now - state.At < Memory)
        {
            if (state.Fingerprint != fingerprint)
            {
                return new IdempotencyAnswer { Verdict = IdempotencyVerdict.Mismatch };
            }

            if (state.Status is { } status)
            {
                return new IdempotencyAnswer
                {
                    Verdict = IdempotencyVerdict.Replay,
                    Status = status,
                    ContentType = state.ContentType,
                    Body = state.Body,
                };
            }

            if (now - state.At < LongestRequest)
            {
                return new IdempotencyAnswer { Verdict = IdempotencyVerdict.InProgress };
            }
        }

        await stored.CommitAsync(
            new AnswerState { Fingerprint = fingerprint, At = now },
            commit => commit with { Listing = PartitionRetention.Until(this.GetPrimaryKeyString(), now + Memory) });
        return new IdempotencyAnswer { Verdict = IdempotencyVerdict.Proceed };
    }

    public async Task CompleteAsync(string fingerprint, int status, string? contentType, byte[] body)
    {
        if (await CurrentAsync(fingerprint))
        {
            await stored.CommitAsync(stored.State! with { Status = status, ContentType = contentType, Body = body });
        }
    }

    public async Task AbandonAsync(string fingerprint)
    {
        if (await CurrentAsync(fingerprint))
        {
            await stored.CommitAsync(new AnswerState());
        }
    }

    private async ValueTask<bool> CurrentAsync(string fingerprint) =>
        await stored.LoadAsync("idempotency", this.GetPrimaryKeyString()) is { Status: null } state && state.Fingerprint == fingerprint;

    [GenerateSerializer, Immutable, Alias("im.state.idempotency")]
    internal sealed record AnswerState
    {
        [Id(0)] public string? Fingerprint { get; init; }

        [Id(1)] public DateTimeOffset At { get; init; }

        [Id(2)] public int? Status { get; init; }

        [Id(3)] public string? ContentType { get; init; }

        [Id(4)] public byte[] Body { get; init; } = [];
    }
}
