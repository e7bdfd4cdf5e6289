using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>Users and nodes beyond the places that a cluster has for them.</summary>
public sealed class ClusterSubjectsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private long _chunk;

    [Fact]
    public async Task Beyond_the_limit_users_share_an_incident_until_somebody_has_been_idle_for_long()
    {
        await using var silo = await StartAsync();
        await TakeAsync(silo, "a");
        await TakeAsync(silo, "b");
        await TakeAsync(silo, "c");
        Assert.Equal(["a 1", "b 1", "other 1"], await CountsAsync(silo));

        silo.Clock.Advance(TimeSpan.FromHours(24.5));
        await TakeAsync(silo, "b");
        silo.Clock.Advance(TimeSpan.FromHours(1));
        await TakeAsync(silo, "c");
        await TakeAsync(silo, "d");

        Assert.Equal(["a 1", "b 2", "c 1", "other 2"], await CountsAsync(silo));
        var status = await Cluster(silo).GetStatusAsync();
        Assert.Equal(2, status.Shared);
    }

    [Fact]
    public async Task Sensors_of_nodes_share_as_nodes_do_and_a_sensor_as_such_always_has_a_place()
    {
        await using var silo = await StartAsync();
        foreach (var name in (string[])["falco/a", "falco/b", "falco/c", "falco"])
        {
            await Cluster(silo).TakeAsync(new SubjectRef("prod", SubjectKinds.Sensor, name), Share(++_chunk));
        }

        Assert.Equal(["falco 1", "falco/a 1", "falco/b 1", "other 1"], await CountsAsync(silo));
    }

    [Fact]
    public async Task What_was_shared_stays_shared_when_its_chunk_comes_again()
    {
        await using var silo = await StartAsync();
        await TakeAsync(silo, "a");
        await TakeAsync(silo, "b");
        await TakeAsync(silo, "c");
        silo.Clock.Advance(TimeSpan.FromHours(26));

        await Cluster(silo).TakeAsync(User("c"), Share(_chunk));

        Assert.Equal(["a 1", "b 1", "other 1"], await CountsAsync(silo));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_crash_on_the_way_counts_nothing_twice_and_loses_nothing(int commit)
    {
        await using var silo = await StartAsync();
        await TakeAsync(silo, "a");
        var chunk = ++_chunk;
        for (var i = 1; i < commit; i++)
        {
            silo.Faults.Next(StoreCall.Commit, StoreFault.None);
        }

        silo.Faults.Next(StoreCall.Commit, StoreFault.After);
        await Assert.ThrowsAnyAsync<Exception>(() => Cluster(silo).TakeAsync(User("b"), Share(chunk)));

        await Cluster(silo).TakeAsync(User("b"), Share(chunk));

        Assert.Equal(["a 1", "b 1"], await CountsAsync(silo));
    }

    [Fact]
    public async Task Places_are_remembered_by_the_next_process()
    {
        var first = await StartAsync();
        await TakeAsync(first, "a");
        await TakeAsync(first, "b");
        await first.DisposeAsync();
        await using var second = await TestSilo.StartAsync((_, services) => services.AddSingleton(new ClusterLimits(Subjects: 2)), over: first);

        await TakeAsync(second, "b");
        await TakeAsync(second, "c");

        Assert.Equal(["a 1", "b 2", "other 1"], await CountsAsync(second));
    }

    private static Task<TestSilo> StartAsync() =>
        TestSilo.StartAsync((_, services) => services.AddSingleton(new ClusterLimits(Subjects: 2)));

    private Task TakeAsync(TestSilo silo, string user) => Cluster(silo).TakeAsync(User(user), Share(++_chunk));

    private static IClusterGrain Cluster(TestSilo silo) => silo.Grains.GetGrain<IClusterGrain>("prod");

    private static SubjectRef User(string name) => new("prod", SubjectKinds.User, name);

    /// <summary>One detection at the same time of day: no silence parts two incidents.</summary>
    private static SignalShare Share(long chunk) => new()
    {
        Lane = "prod/falco",
        Chunk = chunk,
        Signals =
        [
            new ObservedSignal(
                0,
                new Signal
                {
                    Id = new SignalId(0, (ulong)chunk),
                    Sensor = "falco",
                    Rule = "test",
                    Time = Start,
                    Origin = SignalOrigin.None,
                    Position = new SignalPosition(chunk, 0),
                },
                [new Contracts.Signals.Detection { Rule = "test/rule", Title = "A test", Severity = Severity.Medium }]),
        ],
    };

    private static async Task<IEnumerable<string>> CountsAsync(TestSilo silo) =>
        (await silo.IncidentsAsync()).Select(incident => $"{incident.Subject.Name} {incident.Signals}").Order(StringComparer.Ordinal);
}
