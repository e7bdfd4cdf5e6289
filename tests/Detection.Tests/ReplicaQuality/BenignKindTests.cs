using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class BenignKindTests
{
    private static readonly string[] Families = ["exec", "peer", "listen", "inbound", "file", "syscall", "dns", "api", "log", "exit", "gauge"];

    public static TheoryData<string> Names => [.. BenignKinds.All.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_window_of_every_kind_is_one_that_a_sensor_could_give(string kind)
    {
        var workload = New(kind);
        for (var i = 0; i < 1_000; i++)
        {
            var window = workload.Next();
            Assert.Equal(i, window.Index);
            Assert.NotEmpty(window.Replicas);
            Assert.Equal(window.Replicas.Count, window.Replicas.Select(static replica => replica.Name).Distinct().Count());
            foreach (var replica in window.Replicas)
                AssertIsSound(replica);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_seed_gives_one_history(string kind) => Assert.Equal(History(kind), History(kind));

    [Fact]
    public void A_roll_out_brings_other_programs_with_another_image_to_every_replica()
    {
        var workload = New("rollout");
        var first = workload.Next().Replicas.Select(static replica => replica.Image).Distinct().Single();

        var window = workload.Next();
        while (window.Replicas.Any(replica => replica.Image == first) && window.Index < 14_400)
            window = workload.Next();

        Assert.DoesNotContain(window.Replicas, replica => replica.Image == first);
        Assert.Contains(window.Replicas, static replica => replica.Counts.ToArray().Any(static item => item.Feature.StartsWith("exec:/app/bin/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Ordinals_keep_their_names_and_the_primary_does_what_no_follower_does()
    {
        var window = New("statefulset").Next();

        Assert.Equal(Enumerable.Range(0, 5).Select(static ordinal => $"db-{ordinal}"), window.Replicas.Select(static replica => replica.Name));
        Assert.Single(window.Replicas, static replica => replica.Counts.ToArray().Any(static item => item.Feature == "log:INFO checkpoint <*>"));
    }

    private static void AssertIsSound(ReplicaWindow replica)
    {
        Assert.InRange(replica.ExposureSeconds, 0, 60);
        Assert.True(replica.AgeSeconds >= 0);
        var counts = replica.Counts.ToArray();
        if (replica.ExposureSeconds == 0)
            Assert.Empty(counts);
        Assert.Equal(counts.Length, counts.Select(static item => item.Feature).Distinct().Count());
        Assert.DoesNotContain(counts, static item => !(item.Count > 0));
        Assert.DoesNotContain(counts, static item => item.Count != Math.Floor(item.Count) && !item.Feature.StartsWith("gauge:", StringComparison.Ordinal));
        Assert.DoesNotContain(counts, static item => !Families.Contains(item.Feature[..item.Feature.IndexOf(':', StringComparison.Ordinal)]));
    }

    private static List<string> History(string kind)
    {
        var workload = New(kind);
        return [.. Enumerable.Range(0, 300).Select(_ => string.Join(';', workload.Next().Replicas.Select(static replica =>
            $"{replica.Name} {string.Join(',', replica.Counts.ToArray().Select(static item => string.Create(CultureInfo.InvariantCulture, $"{item.Feature}={item.Count:r}")))}")))];
    }

    private static SimulatedWorkload New(string kind) => Lives.Workload(3, "test", Array.Find(BenignKinds.All, one => one.Name == kind)!, 5, 0);
}
