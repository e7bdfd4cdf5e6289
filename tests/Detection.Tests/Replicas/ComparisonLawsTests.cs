using CsCheck;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class ComparisonLawsTests
{
    private const int Attacked = 70;

    [Fact]
    public void The_order_of_replicas_changes_nothing() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[2, 8], Gen.Int[0, 7]).Sample(
            (seed, replicas, victim) =>
            {
                var straight = Findings(seed, replicas, victim % replicas, window => window);
                var shuffled = Findings(seed, replicas, victim % replicas, window =>
                {
                    var order = window.Replicas.ToArray();
                    new Random(window.Start.GetHashCode()).Shuffle(order);
                    return window with { Replicas = order };
                });
                Assert.Equal(straight.Select(Said), shuffled.Select(Said));
            },
            iter: 20);

    [Fact]
    public void Another_name_for_a_replica_changes_only_the_name() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[3, 8]).Sample(
            (seed, replicas) =>
            {
                var before = Findings(seed, replicas, 1, window => window);
                var after = Findings(seed, replicas, 1, window => window with
                {
                    Replicas = [.. window.Replicas.Select(replica => replica with { Name = $"x-{replica.Name}" })],
                });
                Assert.Equal(before.Select(finding => $"x-{finding.Replica}"), after.Select(finding => finding.Replica));
            },
            iter: 10);

    [Fact]
    public void A_sibling_that_does_just_what_another_does_makes_nobody_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(11, 5));
        var found = watched.Watch(1440, arrange: window => window with
        {
            Replicas = [.. window.Replicas, window.Replicas[2] with { Name = "web-twin" }],
        });
        Assert.Empty(found.Select(finding => finding.Sentence));
    }

    [Fact]
    public void Replicas_that_are_watched_half_of_the_time_are_not_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(12, 6));
        var found = watched.Watch(1440, arrange: window => window with
        {
            Replicas =
            [
                .. window.Replicas.Select((replica, at) => at % 2 == 0 ? replica : replica with
                {
                    ObservedSeconds = 30,
                    Activity = replica.Activity.Where(pair => pair.Value > 1).ToDictionary(pair => pair.Key, pair => pair.Value / 2),
                }),
            ],
        });
        Assert.Empty(found.Select(finding => finding.Sentence));
    }

    [Fact]
    public void A_roll_out_that_brings_new_programs_is_not_odd()
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(13, 6));
        Assert.Empty(watched.Watch(90));
        for (var done = 1; done <= 6; done++)
        {
            Assert.Empty(watched.Watch(2, arrange: window => Rolled(window, done)).Select(finding => finding.Sentence));
        }

        Assert.Empty(watched.Watch(240, arrange: window => Rolled(window, 6)).Select(finding => finding.Sentence));
    }

    private static WorkloadWindow Rolled(WorkloadWindow window, int done) => window with
    {
        Replicas =
        [
            .. window.Replicas.Select((replica, at) => at >= done ? replica : replica with
            {
                Name = $"new-{at}",
                Revision = "8c1b",
                Image = "sha256:bb",
                StartedAt = SimulatedWorkload.Begin.AddMinutes(90 + (2 * at)),
                Activity = new Dictionary<string, long>(replica.Activity) { ["exec|/app/bin/v2<-nginx"] = 3, ["connect|new.shop:443/tcp"] = 5 },
            }),
        ],
    };

    private static List<ReplicaFinding> Findings(int seed, int replicas, int victim, Func<WorkloadWindow, WorkloadWindow> arrange)
    {
        var watched = new WatchedWorkload(new SimulatedWorkload(seed, replicas));
        var found = watched.Watch(Attacked, arrange: arrange);
        found.AddRange(watched.Watch(
            10, (name, activity, _) => activity["exec|/usr/bin/curl<-sh"] = name == $"web-{victim}" ? 2 : 0, arrange));
        return found;
    }

    private static string Said(ReplicaFinding finding) => $"{finding.Window:O} {finding.Kind} {finding.EValue:R} {finding.Sentence}";
}
