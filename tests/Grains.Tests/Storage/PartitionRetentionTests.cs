using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentMesh.Grains.Tests.Storage;

/// <summary>Pods and requests come and go without end: what is kept of them does not grow with that.</summary>
public sealed class PartitionRetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public async Task Pods_come_and_go_for_ten_days_and_no_more_than_two_days_of_them_are_kept()
    {
        const int PodsADay = 200;
        await using var silo = await TestSilo.StartAsync();
        for (var day = 0; day < 10; day++)
        {
            await silo.AlertAsync([.. Enumerable.Range(0, PodsADay).Select(pod => Flow.Alert((day * PodsADay) + pod, pod: PodName(day, pod)))]);
            silo.Clock.Advance(Day / 2);
            await SweepAsync(silo);
            silo.Clock.Advance(Day / 2);
            await SweepAsync(silo);
            Assert.InRange(silo.Ledger.Count("replica"), 0, 2 * PodsADay);
        }

        silo.Clock.Advance(Day);
        await SweepAsync(silo);
        Assert.Equal(0, silo.Ledger.Count("replica"));
        Assert.Equal(10 * PodsADay, (await silo.IncidentsAsync()).Sum(incident => incident.Signals));
    }

    [Fact]
    public async Task A_replica_that_goes_on_is_kept_with_its_counts()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var halfDay = 0; halfDay < 8; halfDay++)
        {
            await silo.AlertAsync(Flow.Alert(halfDay));
            silo.Clock.Advance(Day / 2);
            await SweepAsync(silo);
        }

        Assert.Equal(8, (await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-5d4f8c7b9d-x2x4z").GetActivityAsync())!.Signals);
    }

    [Fact]
    public async Task A_replica_that_was_forgotten_begins_anew()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1));
        silo.Clock.Advance(Day + Day);
        Assert.Equal(1, await SweepAsync(silo));

        // Its activation still believes in the version that is gone: the chunk is delivered again, and counts once.
        await silo.AlertAsync(Flow.Alert(2));

        Assert.Equal(1, (await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-5d4f8c7b9d-x2x4z").GetActivityAsync())!.Signals);
        Assert.Equal(2, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Fact]
    public async Task What_is_taken_into_use_between_the_list_and_the_deletion_stays()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1));
        silo.Clock.Advance(Day + Day);
        var gate = new StoreFaults();
        var load = gate.Hold(StoreCall.Load);
        var sweep = new PartitionRetention(new FaultyLedger(silo.Ledger, gate), silo.Clock, NullLogger<PartitionRetention>.Instance)
            .SweepAsync(silo.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await load.Reached;

        await silo.AlertAsync(Flow.Alert(2));
        load.Release();

        Assert.Equal(0, await sweep);
        Assert.Equal(2, (await silo.Grains.GetGrain<IReplicaGrain>("prod/shop/web-5d4f8c7b9d-x2x4z").GetActivityAsync())!.Signals);
    }

    [Fact]
    public async Task Answers_to_requests_are_kept_for_their_lifetime_and_not_longer()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var request = 0; request < 300; request++)
        {
            var grain = silo.Grains.GetGrain<IIdempotencyGrain>($"alice/{request}");
            await grain.BeginAsync("f");
            await grain.CompleteAsync("f", 200, null, [1]);
        }

        silo.Clock.Advance(Day - TimeSpan.FromMinutes(10));
        Assert.Equal(0, await SweepAsync(silo));
        Assert.Equal(IdempotencyVerdict.Replay, (await silo.Grains.GetGrain<IIdempotencyGrain>("alice/7").BeginAsync("f")).Verdict);

        silo.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(300, await SweepAsync(silo));
        Assert.Equal(0, silo.Ledger.Count("idempotency"));
    }

    [Fact]
    public async Task The_inventory_forgets_pods_that_are_gone_without_another_list()
    {
        await using var silo = await TestSilo.StartAsync();
        var cluster = silo.Grains.GetGrain<IClusterGrain>("prod");
        await cluster.ApplyAsync(new InventoryChange { ListBegins = true, ListEnds = true });
        for (var hour = 0; hour < 30; hour++)
        {
            await cluster.ApplyAsync(new InventoryChange { Pods = [.. Enumerable.Range(0, 20).Select(pod => Pod($"web-{hour}-{pod}"))] });
            await cluster.ApplyAsync(new InventoryChange
            {
                DeletedPods = [.. Enumerable.Range(0, 20).Select(pod => new PodDeletion("shop", $"web-{hour}-{pod}", "u"))],
            });
            silo.Clock.Advance(TimeSpan.FromMinutes(50));
        }

        var rows = await silo.Ledger.ReadRowsAsync(new("cluster", "prod"), "pod/", "pod0", 1_000, false, TestContext.Current.CancellationToken);
        Assert.InRange(rows.Count, 20, 60);
    }

    private static string PodName(int day, int pod) => $"web-5d4f8c7b9d-{Letters(day)[1..]}{Letters(pod)}";

    /// <summary>Three letters that generated names have.</summary>
    private static string Letters(int number)
    {
        const string Alphabet = "bcdfghjklm";
        return $"{Alphabet[number / 100 % 10]}{Alphabet[number / 10 % 10]}{Alphabet[number % 10]}";
    }

    private static PodRecord Pod(string name) =>
        new() { Namespace = "shop", Name = name, Uid = "u", WorkloadKind = "Deployment", WorkloadName = "web" };

    private static Task<int> SweepAsync(TestSilo silo) =>
        new PartitionRetention(silo.Ledger, silo.Clock, NullLogger<PartitionRetention>.Instance)
            .SweepAsync(silo.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
}
