using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="IAuditTrail"/> must do. How tampering shows is tested with each implementation.</summary>
public abstract class AuditTrailConformance : LedgerStoreConformance
{
    [Fact]
    public async Task An_empty_trail_is_whole()
    {
        Assert.Empty(await AuditTrail.ReadAsync(0, null, 10, Cancel));
        var verified = await AuditTrail.VerifyAsync(Cancel);
        Assert.Equal((0L, 0L), (verified.Chains, verified.Records));
        Assert.Empty(verified.Faults);
    }

    [Fact]
    public async Task Each_partition_has_its_own_chain_of_hashes()
    {
        await MustCommitAsync(Commit(Incident("1"), 0) with { Audit = [Entry("a"), Entry("b")] });
        await MustCommitAsync(Commit(Incident("2"), 0) with { Audit = [Entry("c")] });
        await MustCommitAsync(Commit(Incident("1"), 1));
        await MustCommitAsync(Commit(Incident("1"), 2) with { Audit = [Entry("d")] });

        var records = await AuditTrail.ReadAsync(0, null, 10, Cancel);

        Assert.Equal(
            [("1", 1L, "a"), ("1", 2L, "b"), ("2", 1L, "c"), ("1", 3L, "d")],
            records.Select(record => (record.Chain.Id, record.Sequence, record.Entry.Action)));
        Assert.All(records.Zip(records.Skip(1)), pair => Assert.True(pair.First.Position < pair.Second.Position));
        var first = AuditHash.Compute([], 1, Entry("a"));
        var second = AuditHash.Compute(first, 2, Entry("b"));
        Assert.Equal(first, records[0].Hash.ToArray());
        Assert.Equal(second, records[1].Hash.ToArray());
        Assert.Equal(AuditHash.Compute([], 1, Entry("c")), records[2].Hash.ToArray());
        Assert.Equal(AuditHash.Compute(second, 3, Entry("d")), records[3].Hash.ToArray());
        var verified = await AuditTrail.VerifyAsync(Cancel);
        Assert.Equal((2L, 4L), (verified.Chains, verified.Records));
        Assert.Empty(verified.Faults);
    }

    [Fact]
    public async Task The_trail_is_read_page_by_page_and_by_cluster()
    {
        for (var i = 0; i < 9; i++)
        {
            await MustCommitAsync(Commit(Incident($"{i}"), 0) with { Audit = [Entry($"{i}", i % 3 == 0 ? "" : $"c{i % 3}")] });
        }

        async Task<string> ReadAllAsync(IReadOnlyList<string>? clusters)
        {
            var all = "";
            var after = 0L;
            while (await AuditTrail.ReadAsync(after, clusters, 2, Cancel) is { Count: > 0 } page)
            {
                Assert.InRange(page.Count, 1, 2);
                all += string.Concat(page.Select(record => record.Entry.Action));
                after = page[^1].Position;
            }

            return all;
        }

        Assert.Equal("012345678", await ReadAllAsync(null));
        Assert.Equal("147", await ReadAllAsync(["c1"]));
        Assert.Equal("124578", await ReadAllAsync(["c2", "c1", "other", "c1"]));
        Assert.Equal("", await ReadAllAsync([]));

        async Task<string> ReadBackAsync(IReadOnlyList<string>? clusters)
        {
            var all = "";
            var before = long.MaxValue;
            while (await AuditTrail.ReadNewestAsync(before, clusters, 2, Cancel) is { Count: > 0 } page)
            {
                Assert.InRange(page.Count, 1, 2);
                all += string.Concat(page.Select(record => record.Entry.Action));
                before = page[^1].Position;
            }

            return all;
        }

        Assert.Equal("876543210", await ReadBackAsync(null));
        Assert.Equal("741", await ReadBackAsync(["c1"]));
        Assert.Equal("875421", await ReadBackAsync(["c2", "c1", "other", "c1"]));
        Assert.Equal("", await ReadBackAsync([]));
    }

    [Fact]
    public async Task Entries_come_back_and_verify_whatever_they_hold()
    {
        AuditEntry[] entries =
        [
            Entry("e"),
            Entry("nul \0 in the middle"),
            Entry("\0"),
            Entry("\ud83d\ude00 and half of one \ud83d"),
            Entry("'; DROP TABLE audit; --"),
            Entry("") with { Actor = "", Target = "", Cluster = "", Detail = new string('ü', 20_000), Time = DateTimeOffset.MinValue },
            Entry("e") with { Time = DateTimeOffset.MaxValue.ToOffset(TimeSpan.Zero) },
            Entry("e") with { Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(5)) },
        ];
        await MustCommitAsync(Commit(Incident("1"), 0) with { Audit = entries });

        await ReopenAsync();

        var read = (await AuditTrail.ReadAsync(0, null, 100, Cancel)).Select(record => record.Entry).ToList();
        Assert.Equal(entries.Length, read.Count);
        Assert.All(entries.Zip(read), pair => Assert.Equal(
            (pair.First.Actor, pair.First.Action, pair.First.Target, pair.First.Detail, pair.First.Cluster, pair.First.Time.UtcTicks),
            (pair.Second.Actor, pair.Second.Action, pair.Second.Target, pair.Second.Detail, pair.Second.Cluster, pair.Second.Time.UtcTicks)));
        Assert.Empty((await AuditTrail.VerifyAsync(Cancel)).Faults);
    }

    [Fact]
    public async Task Chains_stay_whole_under_concurrent_commits()
    {
        async Task WriteAsync(string id)
        {
            for (var version = 0; version < 20; version++)
            {
                await MustCommitAsync(Commit(Incident(id), version) with { Audit = [Entry($"{version}"), Entry("then")] });
                await Ledger.CommitAsync(Commit(Incident(id), version) with { Audit = [Entry("conflicts")] }, Cancel);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WriteAsync($"{i}")));

        var verified = await AuditTrail.VerifyAsync(Cancel);
        Assert.Equal((8L, 320L), (verified.Chains, verified.Records));
        Assert.Empty(verified.Faults);
        var records = await AuditTrail.ReadAsync(0, null, 1000, Cancel);
        Assert.Equal(320, records.Count);
        Assert.DoesNotContain(records, record => record.Entry.Action == "conflicts");
    }

    [Fact]
    public async Task A_chain_goes_on_after_a_reopen()
    {
        await MustCommitAsync(Commit(Incident("1"), 0) with { Audit = [Entry("a")] });
        await ReopenAsync();
        await MustCommitAsync(Commit(Incident("1"), 1) with { Audit = [Entry("b")] });

        Assert.Equal([1L, 2L], (await AuditTrail.ReadAsync(0, null, 10, Cancel)).Select(record => record.Sequence));
        Assert.Empty((await AuditTrail.VerifyAsync(Cancel)).Faults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_has_1_to_1000_records(int max) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await AuditTrail.ReadAsync(0, null, max, Cancel));
}
