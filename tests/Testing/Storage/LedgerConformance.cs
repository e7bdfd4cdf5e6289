using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="ILedger"/> must do about state, versions, limits and rows.</summary>
public abstract class LedgerConformance : LedgerStoreConformance
{
    public static readonly TheoryData<string, LedgerCommit> OverLimit = new()
    {
        { "state", Full() with { State = new byte[LedgerLimits.MaxBytes + 1] } },
        { "row", Full() with { Rows = [new("r", new byte[LedgerLimits.MaxBytes + 1])] } },
        { "payload", Full() with { Effects = [new("e", "k", Start, new byte[LedgerLimits.MaxBytes + 1])] } },
        { "listing", Full() with { Listing = new("c", "open", "", 1, new byte[LedgerLimits.MaxListingBytes + 1]) } },
        { "operations", Full() with { DeletedRows = [.. Enumerable.Range(0, 91).Select(i => $"d{i}")] } },
        { "bytes", Full() with { Rows = [.. Enumerable.Range(0, 5).Select(i => new LedgerRow($"r{i}", new byte[900_000]))] } },
        { "row key", Full() with { Rows = [new(new string('k', 257), default)] } },
        { "empty row key", Full() with { Rows = [new("", default)] } },
        { "effect id", Full() with { Effects = [new(new string('k', 201), "k", Start, default)] } },
        { "id", Full() with { Key = new("incident", new string('k', 513)) } },
        { "kind", Full() with { Key = new(new string('k', 33), "id") } },
        { "capitals", Full() with { Key = new("Incident", "id") } },
        { "row twice", Full() with { Rows = [new("r", default), new("r", default)] } },
        { "row written and deleted", Full() with { Rows = [new("r", default)], DeletedRows = ["r"] } },
        { "effect twice", Full() with { Effects = [new("e", "k", Start, default), new("e", "k", Start, default)] } },
    };

    [Fact]
    public async Task Nothing_is_there_before_the_first_commit()
    {
        Assert.Null(await Ledger.LoadAsync(Incident("1"), Cancel));
        Assert.Empty(await Ledger.ReadRowsAsync(Incident("1"), "", "\uffff", 10, false, Cancel));
        Assert.Empty(await Ledger.ListAsync(new LedgerQuery { Kind = "incident" }, Cancel));
        Assert.Equal(new CommitResult.Conflict(0), await Ledger.CommitAsync(Commit(Incident("1"), 3), Cancel));
    }

    [Fact]
    public async Task A_deleted_partition_leaves_nothing_behind_and_may_begin_anew()
    {
        var key = Incident("1");
        await MustCommitAsync(Commit(key, 0) with { Rows = [new("r", Bytes("old"))], Listing = new("c", "open", "", 1, default) });

        Assert.True(await Ledger.DeleteAsync(key, 1, Cancel));
        Assert.True(await Ledger.DeleteAsync(key, 1, Cancel));
        await ReopenAsync();

        Assert.Null(await Ledger.LoadAsync(key, Cancel));
        Assert.Empty(await Ledger.ReadRowsAsync(key, "", "\uffff", 10, false, Cancel));
        Assert.Empty(await Ledger.ListAsync(new LedgerQuery { Kind = "incident" }, Cancel));
        Assert.Equal(new CommitResult.Conflict(0), await Ledger.CommitAsync(Commit(key, 1), Cancel));
        Assert.Equal(1, await MustCommitAsync(Commit(key, 0, "new")));
        Assert.Empty(await Ledger.ReadRowsAsync(key, "", "\uffff", 10, false, Cancel));
    }

    [Fact]
    public async Task A_partition_at_another_version_or_with_audit_records_or_effects_is_not_deleted()
    {
        await MustCommitAsync(Commit(Incident("moved"), 0));
        await MustCommitAsync(Commit(Incident("moved"), 1));
        await MustCommitAsync(Commit(Incident("audited"), 0) with { Audit = [Entry("x")] });
        await MustCommitAsync(Commit(Incident("acting"), 0) with { Effects = [new("e", "k", Start, default)] });

        Assert.False(await Ledger.DeleteAsync(Incident("moved"), 1, Cancel));
        Assert.False(await Ledger.DeleteAsync(Incident("audited"), 1, Cancel));
        Assert.False(await Ledger.DeleteAsync(Incident("acting"), 1, Cancel));
        Assert.Equal(2, (await Ledger.LoadAsync(Incident("moved"), Cancel))!.Version);
        Assert.Equal(1, (await Ledger.LoadAsync(Incident("audited"), Cancel))!.Version);

        await MustCommitAsync(Commit(Incident("acting"), 1) with { SettledEffects = ["e"] });
        Assert.True(await Ledger.DeleteAsync(Incident("acting"), 2, Cancel));
    }

    [Fact]
    public async Task Each_commit_builds_on_the_version_before_it()
    {
        var key = Incident("1");

        Assert.Equal(1, await MustCommitAsync(Commit(key, 0, "one")));
        Assert.Equal(2, await MustCommitAsync(Commit(key, 1, "two")));
        Assert.Equal(3, await MustCommitAsync(Commit(key, 2, "two")));
        Assert.Equal(4, await MustCommitAsync(Commit(key, 3, "")));

        var head = await Ledger.LoadAsync(key, Cancel);
        Assert.Equal(4, head!.Version);
        Assert.Equal("", Text(head.State));
    }

    [Fact]
    public async Task What_is_committed_is_a_copy()
    {
        var state = Bytes("before");
        await MustCommitAsync(Commit(Incident("1"), 0) with { State = state, Rows = [new("r", state)] });

        state.AsSpan().Fill((byte)'x');

        Assert.Equal("before", Text((await Ledger.LoadAsync(Incident("1"), Cancel))!.State));
        Assert.Equal("before", Text((await Ledger.ReadRowsAsync(Incident("1"), "r", "s", 1, false, Cancel))[0].Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_commit_on_another_version_changes_nothing(long expected)
    {
        var key = Incident("1");
        await MustCommitAsync(Commit(key, 0, "one"));
        await MustCommitAsync(Commit(key, 1, "two"));

        var result = await Ledger.CommitAsync(Full() with { Key = key, ExpectedVersion = expected }, Cancel);

        Assert.Equal(new CommitResult.Conflict(2), result);
        Assert.Equal("two", Text((await Ledger.LoadAsync(key, Cancel))!.State));
        await NothingOfFullIsThereAsync(key);
    }

    [Fact]
    public async Task Of_many_writers_on_one_version_exactly_one_wins()
    {
        var key = Incident("1");
        for (var version = 0; version < 20; version++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer =>
                Ledger.CommitAsync(
                    Commit(key, version, $"{version}/{writer}") with { Rows = [new($"{version:D2}", Bytes($"{writer}"))] },
                    Cancel).AsTask()));

            var winner = Assert.Single(Enumerable.Range(0, 16), writer => results[writer] is CommitResult.Committed);
            Assert.Equal(new CommitResult.Committed(version + 1), results[winner]);
            Assert.All(results.Where(result => result is CommitResult.Conflict), result =>
                Assert.Equal(new CommitResult.Conflict(version + 1), result));
            Assert.Equal($"{version}/{winner}", Text((await Ledger.LoadAsync(key, Cancel))!.State));
            Assert.Equal($"{winner}", Text((await Ledger.ReadRowsAsync(key, $"{version:D2}", "\uffff", 1, false, Cancel))[0].Value));
        }
    }

    [Theory]
    [MemberData(nameof(OverLimit))]
    public async Task A_commit_over_a_limit_changes_nothing_and_harms_no_other(string limit, LedgerCommit over)
    {
        Assert.NotEmpty(limit);
        var others = Enumerable.Range(0, 8).Select(i => MustCommitAsync(Commit(Incident($"other-{i}"), 0))).ToList();

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Ledger.CommitAsync(over, Cancel));

        Assert.All(await Task.WhenAll(others), version => Assert.Equal(1, version));
        Assert.Null(await Ledger.LoadAsync(over.Key, Cancel));
        await NothingOfFullIsThereAsync(over.Key);
    }

    [Fact]
    public async Task The_largest_commit_that_is_allowed_is_taken()
    {
        var key = new LedgerKey(new string('k', 32), new string('i', 512));
        var big = new byte[LedgerLimits.MaxBytes];
        Random.Shared.NextBytes(big);

        await MustCommitAsync(Commit(key, 0) with
        {
            State = big,
            Rows = [new(new string('r', 256), big), new("s", big), .. Enumerable.Range(0, 80).Select(i => new LedgerRow($"t{i}", new byte[9_000]))],
            Effects = [new(new string('e', 200), "test", Start, new byte[100_000])],
            Audit = [Entry("test")],
        });

        Assert.True((await Ledger.LoadAsync(key, Cancel))!.State.Span.SequenceEqual(big));
        Assert.True((await Ledger.ReadRowsAsync(key, "r", "s", 9, false, Cancel))[0].Value.Span.SequenceEqual(big));
    }

    [Fact]
    public async Task Everything_that_was_committed_is_there_after_a_reopen()
    {
        var key = Incident("1");
        await MustCommitAsync(Full() with { Key = key, State = Bytes("kept") });

        await ReopenAsync();

        Assert.Equal("kept", Text((await Ledger.LoadAsync(key, Cancel))!.State));
        Assert.Equal("row", Text(Assert.Single(await Ledger.ReadRowsAsync(key, "", "\uffff", 10, false, Cancel)).Value));
        Assert.Equal("effect", Assert.Single(await Outbox.ClaimAsync("a", Start, TimeSpan.FromMinutes(1), 10, Cancel)).Id);
        Assert.Equal("test", Assert.Single(await AuditTrail.ReadAsync(0, null, 10, Cancel)).Entry.Action);
        var listed = Assert.Single(await Ledger.ListAsync(new LedgerQuery { Kind = "incident" }, Cancel));
        Assert.Equal(("prod-1", "open", "web", 7L, "listing"),
            (listed.Listing.Scope, listed.Listing.State, listed.Listing.Subject, listed.Listing.Rank, Text(listed.Listing.Value)));
        Assert.Equal(2, await MustCommitAsync(Commit(key, 1)));
    }

    [Fact]
    public async Task Partitions_do_not_mix()
    {
        string[] ids = ["1", "1/2", "1'", "1%", "1\0", "1\u0001", " 1", "É", "e\u0301", "\ud83d\ude00", "\ud83d", "\ufffd"];
        foreach (var id in ids)
        {
            await MustCommitAsync(Commit(new("incident", id), 0, id + "/i") with { Rows = [new("r", Bytes(id))] });
            await MustCommitAsync(Commit(new("workload", id), 0, id + "/w"));
        }

        foreach (var id in ids)
        {
            Assert.Equal(Bytes(id + "/i"), (await Ledger.LoadAsync(new("incident", id), Cancel))!.State.ToArray());
            Assert.Equal(Bytes(id + "/w"), (await Ledger.LoadAsync(new("workload", id), Cancel))!.State.ToArray());
            Assert.Single(await Ledger.ReadRowsAsync(new("incident", id), "", "\uffff", 10, false, Cancel));
            Assert.Empty(await Ledger.ReadRowsAsync(new("workload", id), "", "\uffff", 10, false, Cancel));
        }
    }

    [Fact]
    public async Task Rows_are_written_replaced_and_deleted_with_their_commit()
    {
        var key = Incident("1");
        await MustCommitAsync(Commit(key, 0) with { Rows = [new("a", Bytes("1")), new("b", Bytes("1")), new("c", Bytes("1"))] });
        await MustCommitAsync(Commit(key, 1) with { Rows = [new("b", Bytes("2")), new("d", Bytes("2"))], DeletedRows = ["a", "nothing"] });

        var rows = await Ledger.ReadRowsAsync(key, "", "\uffff", 10, false, Cancel);

        Assert.Equal(["b=2", "c=1", "d=2"], rows.Select(row => $"{row.Key}={Text(row.Value)}"));
    }

    [Fact]
    public async Task Rows_come_in_ordinal_order_within_their_range()
    {
        var key = Incident("1");
        string[] keys = ["\0", "!", "A", "B", "a", "a\0", "aa", "b", "\u00e9", "\ud83d", "\ud83d\ude00", "\ud83d\ude01", "\ue000", "\ufffd"];
        await MustCommitAsync(Commit(key, 0) with { Rows = [.. keys.Reverse().Select(row => new LedgerRow(row, default))] });

        async Task<string[]> ReadAsync(string from, string to, int max, bool descending) =>
            [.. (await Ledger.ReadRowsAsync(key, from, to, max, descending, Cancel)).Select(row => row.Key)];

        Assert.Equal(keys, await ReadAsync("", "\uffff", 100, false));
        Assert.Equal(keys.Reverse(), await ReadAsync("", "\uffff", 100, true));
        Assert.Equal(["A", "B"], await ReadAsync("A", "a", 100, false));
        Assert.Equal(["b", "aa"], await ReadAsync("a", "c", 2, true));
        Assert.Equal(["a", "a\0"], await ReadAsync("a", "c", 2, false));
        Assert.Equal(["\ud83d\ude00", "\ud83d\ude01"], await ReadAsync("\ud83d\ude00", "\ue000", 9, false));
        Assert.Empty(await ReadAsync("b", "a", 100, false));
    }

    private static LedgerCommit Full() => Commit(Incident("full"), 0) with
    {
        Rows = [new("row", Bytes("row"))],
        Effects = [new("effect", "test", Start, Bytes("{}"))],
        Audit = [Entry("test")],
        Listing = new("prod-1", "open", "web", 7, Bytes("listing")),
    };

    private async Task NothingOfFullIsThereAsync(LedgerKey key)
    {
        Assert.Empty(await Ledger.ReadRowsAsync(key, "", "\uffff", 10, false, Cancel));
        Assert.Empty(await Ledger.ListAsync(new LedgerQuery { Kind = key.Kind }, Cancel));
        Assert.Empty(await Outbox.ClaimAsync("a", Start.AddYears(1), TimeSpan.FromMinutes(1), 10, Cancel));
        Assert.Empty(await AuditTrail.ReadAsync(0, null, 10, Cancel));
    }
}
