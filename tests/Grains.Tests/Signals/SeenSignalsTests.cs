using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Late;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>What is remembered of the newest events.</summary>
public sealed class SeenSignalsTests
{
    private static readonly LedgerKey Key = new("ingest", "prod/falco");

    [Fact]
    public void A_chunk_of_repeats_takes_no_row()
    {
        var seen = new SeenSignals(4);

        Assert.NotNull(Take(seen, 1, Ids(0, 3)).Row);
        Assert.Null(Take(seen, 2, []).Row);
        Assert.Equal(["seen/0000000000000001"], Take(seen, 3, Ids(3, 3)).Expired);
        Assert.False(seen.Contains(Ids(0, 1)[0]));
        Assert.True(seen.Contains(Ids(5, 1)[0]));
    }

    [Fact]
    public async Task Empty_rows_of_older_versions_go_as_soon_as_they_are_the_oldest()
    {
        var ledger = new InMemoryLedger();
        await ledger.CommitAsync(
            new LedgerCommit { Key = Key, ExpectedVersion = 0, State = new byte[] { 1 }, Rows = [.. Enumerable.Range(1, 3).Select(static chunk => new LedgerRow($"seen/{chunk:D16}", default))] },
            TestContext.Current.CancellationToken);
        var seen = await SeenSignals.LoadAsync(ledger, Key, 4);

        Assert.Equal(3, Take(seen, 4, Ids(0, 3)).Expired.Count);
        Assert.Empty(Take(seen, 5, []).Expired);
    }

    private static (LedgerRow? Row, IReadOnlyList<string> Expired) Take(SeenSignals seen, long chunk, SignalId[] ids)
    {
        var planned = seen.Plan(chunk, ids);
        seen.Apply(chunk, ids, planned.Expired.Count);
        return planned;
    }

    private static SignalId[] Ids(int from, int count) => [.. Enumerable.Range(from, count).Select(static id => new SignalId(0, (ulong)id))];
}
