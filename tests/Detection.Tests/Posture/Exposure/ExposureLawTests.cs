using System.Text.Json;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Tests.Posture.Exposure;

public sealed class ExposureLawTests
{
    private const int Clusters = 400;

    [Fact]
    public void The_level_is_that_of_the_farthest_connection_that_gets_through()
    {
        var seen = new int[4];
        for (var seed = 1; seed <= Clusters; seed++)
        {
            var cluster = new RandomCluster(seed);
            var exposure = Analyze(cluster);
            var expected = new ReferenceNetwork(cluster).Level();

            Assert.True((int)exposure.Level == expected, $"Seed {seed}: {exposure.Level}, but by trying all connections {(ExposureLevel)expected}.\n{cluster.Document().ToJsonString()}\n{string.Join('\n', exposure.Paths)}");
            Assert.True(exposure.AtMost >= exposure.Level, $"Seed {seed}: at most {exposure.AtMost}.");
            seen[expected]++;
        }

        // Otherwise the clusters are too much alike to tell anything.
        Assert.All(seen, static count => Assert.InRange(count, Clusters / 40, Clusters));
    }

    [Fact]
    public void Another_policy_that_admits_everybody_never_lowers_it_and_one_that_denies_all_changes_nothing_for_isolated_pods()
    {
        for (var seed = 1; seed <= Clusters; seed++)
        {
            var cluster = new RandomCluster(seed);
            var level = Analyze(cluster).Level;
            var open = Analyze(cluster, """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"open","namespace":"shop"},"spec":{"podSelector":{},"ingress":[{}]}}""");
            var denied = Analyze(
                cluster,
                """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny","namespace":"shop"},"spec":{"podSelector":{}}}""",
                """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny-too","namespace":"shop"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""");
            Assert.True(open.Level >= level, $"Seed {seed}: an open policy lowered {level} to {open.Level}.");
            Assert.True(denied.Level <= level, $"Seed {seed}: a denying policy raised {level} to {denied.Level}.");
        }
    }

    private static PodExposure Analyze(RandomCluster cluster, params string[] more)
    {
        var reader = new SnapshotReader();
        using var document = JsonDocument.Parse(cluster.Document().ToJsonString());
        reader.Add(document.RootElement);
        foreach (var one in more)
        {
            using var added = JsonDocument.Parse(one);
            reader.Add(added.RootElement);
        }

        var snapshot = reader.Build(["Namespace", "Node", "NetworkPolicy", "Service", "Pod"]);
        Assert.Empty(snapshot.Problems);
        return ExposureAnalysis.Of(Assert.Single(PodReader.Read(document.RootElement).Pods), snapshot);
    }
}
