using System.Globalization;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Signals.Logs;

[GrainType("im.dead-letters")]
internal sealed class DeadLetterGrain(
    Stored<DeadLetterGrain.DeadLetterState> stored, ILedger ledger, Serializer serializer, TimeProvider time) : Grain, IDeadLetterGrain
{
    /// <summary>Letters kept for a cluster.</summary>
    private const int Capacity = 10_000;

    private const int LettersPerCommit = 20;
    private const string Prefix = "letter/";
    private const string End = "letter0";

    public async Task AddAsync(IReadOnlyList<DeadLetter> letters)
    {
        foreach (var part in letters.Chunk(LettersPerCommit))
        {
            var state = await LoadAsync();
            var rows = part.Select((letter, index) => Row(letter with { Id = Number(state.LastNumber + 1 + index) })).ToList();
            var over = (int)Math.Max(0, state.Count + part.Length - Capacity);
            var oldest = over == 0 ? [] : await ledger.ReadRowsAsync(stored.Key, Prefix, End, over, descending: false, CancellationToken.None);
            await stored.CommitAsync(
                new DeadLetterState
                {
                    LastNumber = state.LastNumber + part.Length,
                    Count = state.Count + part.Length - oldest.Count,
                    Dropped = state.Dropped + oldest.Count,
                },
                commit => commit with { Rows = rows, DeletedRows = [.. oldest.Select(row => row.Key)] });
        }
    }

    public async Task<DeadLetterPage> ListAsync(string? after, int max)
    {
        var state = await LoadAsync();
        var from = after is null ? Prefix : $"{Prefix}{after}\0";
        var rows = await ledger.ReadRowsAsync(stored.Key, from, End, Math.Clamp(max, 1, 200), descending: false, CancellationToken.None);
        return new DeadLetterPage([.. rows.Select(row => serializer.Read<DeadLetter>(row.Value))], state.Count, state.Dropped);
    }

    public async Task<DeadLetter?> GetAsync(string id)
    {
        await LoadAsync();
        return await ledger.FindRowAsync(stored.Key, Prefix + id) is { } row ? serializer.Read<DeadLetter>(row.Value) : null;
    }

    public async Task<bool> RemoveAsync(string id, string actor, string? sentAgain)
    {
        if (await GetAsync(id) is not { } letter)
        {
            return false;
        }

        var state = stored.State!;
        var cluster = this.GetPrimaryKeyString();
        await stored.CommitAsync(state with { Count = state.Count - 1 }, commit => commit with
        {
            DeletedRows = [Prefix + id],
            Audit =
            [
                new AuditEntry
                {
                    Time = time.GetUtcNow(),
                    Actor = actor,
                    Action = sentAgain is null ? "dead-letter.remove" : "dead-letter.send-again",
                    Target = $"{cluster}/{id}",
                    Detail = $"{letter.Format}: {letter.Error}" + (sentAgain is null ? "" : $"; {sentAgain}"),
                    Cluster = cluster,
                },
            ],
        });
        return true;
    }

    private async ValueTask<DeadLetterState> LoadAsync() =>
        await stored.LoadAsync("dead-letters", this.GetPrimaryKeyString()) ?? new DeadLetterState();

    private LedgerRow Row(DeadLetter letter) => new(Prefix + letter.Id, serializer.SerializeToArray(letter));

    private static string Number(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    [GenerateSerializer, Immutable, Alias("im.state.dead-letters")]
    internal sealed record DeadLetterState
    {
        [Id(0)] public long LastNumber { get; init; }

        [Id(1)] public long Count { get; init; }

        [Id(2)] public long Dropped { get; init; }
    }
}
