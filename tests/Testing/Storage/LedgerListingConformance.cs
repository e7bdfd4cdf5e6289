using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>What every <see cref="ILedger"/> must do about lists. Asks again until the 5 s that it may take are over.</summary>
public abstract class LedgerListingConformance : LedgerStoreConformance
{
    [Fact]
    public async Task Lists_go_by_rank_from_the_highest_then_by_id()
    {
        await ListedAsync("b", rank: 5);
        await ListedAsync("a", rank: 5);
        await ListedAsync("\ud83d\ude00", rank: 5);
        await ListedAsync("\ue000", rank: 5);
        await ListedAsync("low", rank: long.MinValue);
        await ListedAsync("high", rank: long.MaxValue);
        await ListedAsync("zero", rank: 0);

        await ListsAsync(new LedgerQuery { Kind = "incident" }, ["high", "a", "b", "\ud83d\ude00", "\ue000", "zero", "low"]);
    }

    [Fact]
    public async Task Lists_are_filtered_by_kind_scope_state_and_subject()
    {
        await ListedAsync("1", scope: "c1", state: "open", subject: "web", rank: 4);
        await ListedAsync("2", scope: "c1", state: "closed", subject: "web", rank: 3);
        await ListedAsync("3", scope: "c2", state: "open", subject: "db", rank: 2);
        await ListedAsync("4", scope: "", state: "open", subject: "", rank: 1);
        await MustCommitAsync(Commit(Incident("unlisted"), 0));
        await MustCommitAsync(Commit(new("plan", "5"), 0) with { Listing = new("c1", "open", "web", 9, default) });
        var all = new LedgerQuery { Kind = "incident" };

        await ListsAsync(all, ["1", "2", "3", "4"]);
        await ListsAsync(all with { Kind = "plan" }, ["5"]);
        await ListsAsync(all with { Scopes = ["c1"] }, ["1", "2"]);
        await ListsAsync(all with { Scopes = [""] }, ["4"]);
        await ListsAsync(all with { Scopes = [] }, []);
        await ListsAsync(all with { States = ["open"] }, ["1", "3", "4"]);
        await ListsAsync(all with { States = ["closed", "open", "open"], Scopes = ["c2", "c1"] }, ["1", "2", "3"]);
        await ListsAsync(all with { States = [] }, []);
        await ListsAsync(all with { Subject = "web" }, ["1", "2"]);
        await ListsAsync(all with { Subject = "web", States = ["closed"] }, ["2"]);
        await ListsAsync(all with { Subject = "w" }, []);
        await ListsAsync(all with { States = ["open"], Max = 2 }, ["1", "3"]);
        await ListsAsync(all with { States = ["open", "closed"], After = (3, "2") }, ["3", "4"]);
        await ListsAsync(all with { Subject = "web", After = (4, "1") }, ["2"]);
    }

    [Fact]
    public async Task A_listing_is_changed_by_the_next_one_and_left_alone_by_none()
    {
        await ListedAsync("1", state: "open", rank: 1);
        await ListedAsync("2", state: "open", rank: 2);

        await MustCommitAsync(Commit(Incident("1"), 1) with { Listing = new("c", "closed", "s", 3, Bytes("new")) });
        await MustCommitAsync(Commit(Incident("2"), 1));

        var all = new LedgerQuery { Kind = "incident" };
        await ListsAsync(all, ["1", "2"]);
        await ListsAsync(all with { States = ["open"] }, ["2"]);
        var listed = (await Ledger.ListAsync(all with { Subject = "s" }, Cancel))[0].Listing;
        Assert.Equal(("c", "closed", "s", 3L, "new"), (listed.Scope, listed.State, listed.Subject, listed.Rank, Text(listed.Value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_has_1_to_1000_entries(int max) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await Ledger.ListAsync(new LedgerQuery { Kind = "incident", Max = max }, Cancel));

    [Fact]
    public async Task Pages_show_each_partition_once_although_others_come_and_change_meanwhile()
    {
        const int Count = 100;
        for (var i = 0; i < Count; i++)
        {
            await ListedAsync($"still-{i:D3}", state: i % 2 == 0 ? "open" : "acknowledged", rank: i / 7);
        }

        await ListsAsync(new LedgerQuery { Kind = "incident", Max = 1000 }, Count);
        var seen = new List<string>();
        var query = new LedgerQuery { Kind = "incident", States = ["open", "acknowledged"], Max = 7 };
        for (var page = await Ledger.ListAsync(query, Cancel); page.Count > 0; page = await Ledger.ListAsync(query, Cancel))
        {
            seen.AddRange(page.Select(listed => listed.Id));
            query = query with { After = (page[^1].Listing.Rank, page[^1].Id) };
            await ListedAsync($"new-{seen.Count}", rank: seen.Count % 20);
            await MustCommitAsync(Commit(Incident("moving"), seen.Count == page.Count ? 0 : (await Ledger.LoadAsync(Incident("moving"), Cancel))!.Version)
                with
            { Listing = new("c", "open", "", 20 - (seen.Count % 20), default) });
        }

        Assert.Equal(Count, seen.Count(id => id.StartsWith("still", StringComparison.Ordinal)));
        Assert.Equal(Count, seen.Where(id => id.StartsWith("still", StringComparison.Ordinal)).Distinct().Count());
    }

    private async Task ListedAsync(string id, string scope = "c", string state = "open", string subject = "", long rank = 0) =>
        await MustCommitAsync(Commit(Incident(id), 0) with { Listing = new(scope, state, subject, rank, Bytes(id)) });

    private Task ListsAsync(LedgerQuery query, string[] expected) =>
        ListsAsync(query, found => found.SequenceEqual(expected), string.Join(", ", expected));

    private Task ListsAsync(LedgerQuery query, int count) =>
        ListsAsync(query, found => found.Length == count, $"{count} partitions");

    private async Task ListsAsync(LedgerQuery query, Func<string[], bool> holds, string expected)
    {
        var deadline = DateTime.UtcNow.AddSeconds(6);
        while (true)
        {
            string[] found = [.. (await Ledger.ListAsync(query, Cancel)).Select(listed => listed.Id)];
            if (holds(found)) return;
            if (DateTime.UtcNow > deadline)
            {
                Assert.Fail($"Expected {expected}, found {string.Join(", ", found)}.");
            }

            await Task.Yield();
        }
    }
}
