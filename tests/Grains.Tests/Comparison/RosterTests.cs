using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Expecting;
using IncidentMesh.Detection.Replicas.Windows;
using IncidentMesh.Grains.Comparison;

namespace IncidentMesh.Grains.Tests.Comparison;

public sealed class RosterTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_quarantined_pod_is_compared_with_nobody_whatever_it_does()
    {
        var counted = new CountedWindow(
            Start, TimeSpan.FromMinutes(1),
            new Dictionary<string, Dictionary<string, long>> { ["web-1"] = new() { ["exec|/bin/sh"] = 9 }, ["web-2"] = new() { ["exec|/bin/sh"] = 9 } },
            new Dictionary<string, DateTimeOffset>(), CountingGaps.None);
        var roster = new Roster(new WorkloadRef("prod", "shop", "Deployment", "web"), [new PodLife(Pod("web-1") with { IsQuarantined = true }, null), new PodLife(Pod("web-2"), null)], [], new HashSet<string>());

        var window = roster.Window(counted, new ExpectationSet([]));

        Assert.Equal(["web-2"], window.Replicas.Select(static replica => replica.Name));
    }

    private static PodRecord Pod(string name) => new()
    {
        Namespace = "shop", Name = name, Uid = name, WorkloadKind = "Deployment", WorkloadName = "web", StartedAt = Start.AddDays(-1), Phase = "Running",
    };
}
