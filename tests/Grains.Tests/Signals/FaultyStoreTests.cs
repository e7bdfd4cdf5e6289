using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>Whatever the store does, on the way from the log to the incident each signal counts once.</summary>
public sealed class FaultyStoreTests
{
    private static readonly string[] Pods = ["web-5d4f8c7b9d-x2x4z", "web-5d4f8c7b9d-bbbbb", "db-5d4f8c7b9d-ccccc"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Calls_that_fail_in_any_place_and_order_lose_nothing_and_count_nothing_twice(int seed)
    {
        const int Rounds = 25;
        await using var silo = await TestSilo.StartAsync();
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var call in new[] { StoreCall.Commit, StoreCall.Load, StoreCall.ReadRows, StoreCall.Read })
            {
                StoreFault[] kinds = call == StoreCall.Commit
                    ? [StoreFault.None, StoreFault.Before, StoreFault.After, StoreFault.Conflict]
                    : [StoreFault.None, StoreFault.None, StoreFault.Before];
                silo.Faults.Next(call, [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => kinds[random.Next(kinds.Length)])]);
            }

            await silo.AlertAsync([.. Pods.Select((pod, index) => Flow.Alert((round * Pods.Length) + index, pod: pod))]);
        }

        silo.Faults.Heal();
        var incidents = await silo.IncidentsAsync();
        Assert.Equal([Rounds, 2 * Rounds], incidents.Select(incident => (int)incident.Signals).Order());
        foreach (var incident in incidents)
        {
            Assert.Equal(incident.Signals, (await silo.AllEventsAsync(incident.Id)).Select(item => item.Position).Distinct().Count());
        }

        foreach (var pod in Pods)
        {
            Assert.Equal(Rounds, (await silo.Grains.GetGrain<IReplicaGrain>($"prod/shop/{pod}").GetActivityAsync())!.Signals);
        }
    }

    [Fact]
    public async Task While_the_store_is_down_nothing_moves_and_afterwards_everything_is_there()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1));
        silo.Faults.Down();
        var offset = await silo.SendAsync(Flow.Falco, Flow.Alert(2), Flow.Alert(3));

        await Assert.ThrowsAnyAsync<Exception>(() => silo.Grains.GetGrain<IIngestGrain>(Flow.Falco.ToString()).ProcessAsync(8, CancellationToken.None));

        silo.Faults.Down(false);
        await silo.ProcessedAsync(Flow.Falco, offset);
        Assert.Equal(3, (await silo.OnlyIncidentAsync()).Fold.Signals);
    }

    [Fact]
    public async Task A_commit_that_takes_long_holds_up_its_own_chunk_and_no_other_partition()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1));
        var slow = silo.Faults.Hold(StoreCall.Commit);
        var offset = await silo.SendAsync(Flow.Falco, Flow.Alert(2));
        var waiting = silo.ProcessedAsync(Flow.Falco, offset);
        await slow.Reached;
        var stage = new LogPartition("stage", "falco");

        await silo.ProcessedAsync(stage, await silo.SendAsync(stage, Flow.Alert(1)));

        Assert.False(waiting.IsCompleted);
        slow.Release();
        await waiting;
        Assert.Equal(3, (await silo.IncidentsAsync()).Sum(incident => incident.Signals));
    }
}
