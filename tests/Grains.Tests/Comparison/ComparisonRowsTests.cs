using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Grains.Comparison;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class ComparisonRowsTests
{
    private const string Workload = "prod/shop/Deployment/web";

    private readonly InMemoryLedger _ledger = new();
    private readonly Serializer<ComparisonState> _serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<ComparisonState>>();

    [Fact]
    public async Task What_was_learned_of_many_replicas_takes_several_commits_and_counts_with_the_last()
    {
        var small = await SaveAsync(Learned(3));
        var large = Learned(700);
        Assert.InRange(large.Save().Length, LedgerLimits.MaxBytes, int.MaxValue);

        var stored = await StoredAsync();
        var (next, rows) = await ComparisonRows.SaveAsync(stored, stored.State!, large);
        Assert.InRange(stored.Version, 2, int.MaxValue);
        Assert.Equal(small, await LoadAsync());

        await stored.CommitAsync(next, commit => commit with { Rows = rows });
        Assert.Equal(large.Save(), await LoadAsync());

        Assert.Equal(await SaveAsync(Learned(4)), await LoadAsync());
        Assert.Equal(await SaveAsync(Learned(5)), await LoadAsync());
    }

    [Fact]
    public async Task What_was_learned_may_take_more_rows_than_a_commit_may_delete()
    {
        var stored = await StoredAsync();
        var known = new ComparisonState { Pieces = LedgerLimits.MaxOperations + 1 };
        await stored.CommitAsync(known);

        Assert.Equal(await SaveAsync(Learned(3)), await LoadAsync());
        Assert.Equal(1, (await StoredAsync()).State!.Pieces);
    }

    [Fact]
    public async Task Pieces_of_a_save_that_was_not_finished_are_not_taken_for_those_of_the_next()
    {
        var small = await SaveAsync(Learned(3));
        var stored = await StoredAsync();
        await ComparisonRows.SaveAsync(stored, stored.State!, Learned(700));

        Assert.Equal(await SaveAsync(Learned(4)), await LoadAsync());
        Assert.NotEqual(small, await LoadAsync());
    }

    private async Task<byte[]> SaveAsync(ReplicaComparison comparison)
    {
        var stored = await StoredAsync();
        var (next, rows) = await ComparisonRows.SaveAsync(stored, stored.State ?? new ComparisonState(), comparison);
        await stored.CommitAsync(next, commit => commit with { Rows = rows });
        return comparison.Save();
    }

    private async Task<byte[]> LoadAsync()
    {
        var stored = await StoredAsync();
        var (comparison, note) = await new ComparisonRows(_ledger).LoadComparisonAsync(stored.Key, stored.State!, DetectionOptions.Default);
        Assert.Null(note);
        return comparison.Save();
    }

    private async Task<Stored<ComparisonState>> StoredAsync()
    {
        var stored = new Stored<ComparisonState>(_ledger, _serializer);
        await stored.LoadAsync("comparison", Workload);
        return stored;
    }

    private static ReplicaComparison Learned(int replicas)
    {
        var comparison = new ReplicaComparison(Workload, ComparisonRows.Window, new FalseAlarmBudget());
        var random = new Random(replicas);
        for (var window = 0; window < 3; window++)
        {
            comparison.Observe(new WorkloadWindow(Workload, DateTimeOffset.UnixEpoch.AddMinutes(window), ComparisonRows.Window,
            [
                .. Enumerable.Range(0, replicas).Select(replica => new ReplicaWindow
                {
                    Name = $"web-{replica}",
                    ObservedSeconds = 60,
                    Activity = Enumerable.Range(0, 200).ToDictionary(feature => $"{(feature < 90 ? "exec" : feature < 180 ? "connect" : "dns")}|{feature}", _ => random.NextInt64(1, 40)),
                }),
            ]));
        }

        return comparison;
    }
}
