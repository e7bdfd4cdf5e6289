using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Incidents;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Incidents;

public sealed class StormTests
{
    private const int Workloads = 14;
    private const string Noise = "Contact K8S API Server From Container";

    [Fact]
    public async Task A_storm_ends_in_one_digest_that_has_every_signal_and_every_raw_event()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.AlertAsync(Round(0));
        await silo.AlertAsync(Round(1));
        await silo.AlertAsync(Round(2));

        var digest = await Eventually.GetAsync(() => DigestAsync(silo), incident => incident?.Fold.Signals == 3 * Workloads);
        Assert.Equal($"{Noise} in {Workloads} workloads", digest!.Title);
        Assert.Equal(Workloads, digest.Fold.Subjects.Count);
        Assert.All(digest.Fold.Subjects.Values, count => Assert.Equal(3, count));
        Assert.Equal(3 * Workloads, (await silo.AllEventsAsync(digest.Id)).Count);
        Assert.All(await OthersAsync(silo), incident => Assert.Equal(IncidentState.Closed, incident.State));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Commits_that_fail_in_any_place_lose_nothing_of_it_and_count_nothing_twice(int seed)
    {
        const int Rounds = 10;
        StoreFault[] kinds = [StoreFault.None, StoreFault.Before, StoreFault.After, StoreFault.Conflict];
        await using var silo = await TestSilo.StartAsync();
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Range(0, 8).Select(_ => kinds[random.Next(kinds.Length)])]);
            await silo.AlertAsync(Round(round));
        }

        silo.Faults.Heal();
        var digest = await Eventually.GetAsync(() => DigestAsync(silo), incident => incident?.Fold.Signals >= Rounds * Workloads);
        Assert.Equal(Rounds * Workloads, digest!.Fold.Signals);
        Assert.Equal(Rounds * Workloads, digest.Fold.Subjects.Values.Sum());
        Assert.Equal(Rounds * Workloads, (await silo.AllEventsAsync(digest.Id)).Select(item => (item.Partition, item.Position)).Distinct().Count());
    }

    [Fact]
    public async Task What_a_storm_surrounds_keeps_its_incident()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Round(0));

        await silo.AlertAsync(Flow.Alert(500, priority: "Warning", pod: Pod(13)), Flow.Alert(501, Noise, "Notice", Pod(13)));
        await silo.AlertAsync(Round(1));

        await Eventually.GetAsync(() => OthersAsync(silo), others => others.Count(incident => incident.State == IncidentState.Open) == 1);
        var victim = (await OthersAsync(silo)).Single(incident => incident.State == IncidentState.Open);
        Assert.Equal("app13", victim.Subject.Workload!.Name);
        Assert.Equal(3, victim.Signals);
    }

    [Fact]
    public async Task What_somebody_works_on_is_not_gathered()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync([.. Round(0).Take(2)]);
        var first = silo.Grains.GetGrain<IIncidentGrain>(await silo.IncidentOfAsync("app0"));
        await first.ExecuteAsync(new IncidentCommand.Acknowledge(), Flow.Alice, null);

        await silo.AlertAsync(Round(1));
        await silo.AlertAsync(Round(2));

        await Eventually.GetAsync(() => OthersAsync(silo), others => others.All(incident => incident.State != IncidentState.Open));
        Assert.Equal(IncidentState.Acknowledged, (await first.GetAsync())!.State);
    }

    [Fact]
    public async Task A_silo_of_an_older_version_that_knows_no_habits_may_gather()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.AlertAsync(Flow.Alert(1, Noise, "Notice"));
        var incident = silo.Grains.GetGrain<IIncidentGrain>((await silo.OnlyIncidentAsync()).Id);

        var result = await incident.ExecuteAsync(new IncidentCommand.Gather("inc-digest", [$"falco/{Noise}"], null), SystemPrincipal.Value, null);

        Assert.Equal(CommandOutcome.Done, result.Outcome);
    }

    private static async Task<Incident?> DigestAsync(TestSilo silo) =>
        (await silo.IncidentsAsync()).FirstOrDefault(incident => incident.Subject.Kind == SubjectKinds.Digest) is { } digest
            ? await silo.Grains.GetGrain<IIncidentGrain>(digest.Id).GetAsync()
            : null;

    private static async Task<IReadOnlyList<IncidentSummary>> OthersAsync(TestSilo silo) =>
        [.. (await silo.IncidentsAsync()).Where(incident => incident.Subject.Kind != SubjectKinds.Digest)];

    private static string[] Round(int round) =>
        [.. Enumerable.Range(0, Workloads).Select(at => Flow.Alert((round * 1_000) + at, Noise, "Notice", Pod(at)))];

    private static string Pod(int workload) => $"app{workload}-5d4f8c7b9d-x2x4z";
}
