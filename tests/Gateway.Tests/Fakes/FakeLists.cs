using System.Collections.Concurrent;
using System.Globalization;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Gateway.Tests.Fakes;

internal sealed class FakeAudit : IAuditGrain
{
    public ConcurrentQueue<IReadOnlyList<string>?> Asked { get; } = [];

    public Task<IReadOnlyList<AuditLine>> ReadAsync(long after, IReadOnlyList<string>? clusters, int max)
    {
        Asked.Enqueue(clusters);
        return Task.FromResult<IReadOnlyList<AuditLine>>([.. Enumerable.Range(1, 5).Where(position => position > after && clusters?.Contains("alpha") != false).Take(max).Select(position =>
            new AuditLine(position, new LedgerKey("incident", "inc"), position, new AuditEntry
            {
                Time = DateTimeOffset.UnixEpoch,
                Actor = "user:alice",
                Action = "plan.approve",
                Target = "inc",
                Cluster = "alpha",
            }, "00"))]);
    }

    public async Task<IReadOnlyList<AuditLine>> ReadNewestAsync(long before, IReadOnlyList<string>? clusters, int max) =>
        [.. (await ReadAsync(0, clusters, 5)).Where(line => line.Position < before).Reverse().Take(max)];

    public Task<AuditVerdict> VerifyAsync() => Task.FromResult(new AuditVerdict(1, 5, []));
}

internal sealed class FakeOutbox : IOutboxGrain
{
    public ConcurrentQueue<(LedgerKey Owner, string Effect, string Actor)> Requeued { get; } = [];

    public Task<IReadOnlyList<ParkedLine>> ListParkedAsync(int max) => Task.FromResult<IReadOnlyList<ParkedLine>>(
        [new ParkedLine(new LedgerKey("incident", "inc-a"), "plan-1/scale", "kubernetes/scale-to-zero", "{}", 5, "forbidden", DateTimeOffset.UnixEpoch)]);

    public Task<bool> RequeueAsync(LedgerKey owner, string effect, string actor)
    {
        Requeued.Enqueue((owner, effect, actor));
        return Task.FromResult(effect == "plan-1/scale");
    }
}

internal sealed class FakeDeadLetters : IDeadLetterGrain
{
    private readonly ConcurrentDictionary<string, DeadLetter> _letters = [];
    private int _last;

    public Exception? Failure { get; set; }

    public IReadOnlyList<DeadLetter> All => [.. _letters.Values.OrderBy(one => one.Id, StringComparer.Ordinal)];

    public Task AddAsync(IReadOnlyList<DeadLetter> letters)
    {
        if (Failure is not null)
            return Task.FromException(Failure);
        foreach (var letter in letters)
        {
            var id = Interlocked.Increment(ref _last).ToString("D6", CultureInfo.InvariantCulture);
            _letters[id] = letter with { Id = id };
        }

        return Task.CompletedTask;
    }

    public Task<DeadLetterPage> ListAsync(string? after, int max) => Task.FromResult(new DeadLetterPage(
        [.. All.Where(one => after is null || string.CompareOrdinal(one.Id, after) > 0).Take(max)], _letters.Count, 0));

    public Task<DeadLetter?> GetAsync(string id) => Task.FromResult(_letters.GetValueOrDefault(id));

    public Task<bool> RemoveAsync(string id, string actor, string? sentAgain) => Task.FromResult(_letters.TryRemove(id, out _));
}

internal sealed class FakeIdempotency : IIdempotencyGrain
{
    private string? _fingerprint;
    private IdempotencyAnswer? _answer;

    public Task<IdempotencyAnswer> BeginAsync(string fingerprint)
    {
        if (_fingerprint is null)
        {
            _fingerprint = fingerprint;
            return Task.FromResult(new IdempotencyAnswer { Verdict = IdempotencyVerdict.Proceed });
        }

        return Task.FromResult(
            _fingerprint != fingerprint ? new IdempotencyAnswer { Verdict = IdempotencyVerdict.Mismatch }
            : _answer ?? new IdempotencyAnswer { Verdict = IdempotencyVerdict.InProgress });
    }

    public Task CompleteAsync(string fingerprint, int status, string? contentType, byte[] body)
    {
        _answer = new IdempotencyAnswer { Verdict = IdempotencyVerdict.Replay, Status = status, ContentType = contentType, Body = body };
        return Task.CompletedTask;
    }

    public Task AbandonAsync(string fingerprint)
    {
        _fingerprint = null;
        return Task.CompletedTask;
    }
}
