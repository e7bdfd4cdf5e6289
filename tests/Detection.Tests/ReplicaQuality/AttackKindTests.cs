using IncidentMesh.Benchmarks.ReplicaQuality.Attacks;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class AttackKindTests
{
    [Theory]
    [InlineData("shell", "exec:/bin/sh<-")]
    [InlineData("miner", "exec:/tmp/.x/kworker<-")]
    [InlineData("beacon", "peer:203.0.113.")]
    [InlineData("credential", "file:credential//")]
    [InlineData("scan", "peer:10.42.")]
    [InlineData("poison-majority", "exec:/var/tmp/.cache/agent<-")]
    public void Its_first_event_is_seen_in_the_window_of_its_onset_and_only_at_its_victims(string attack, string trace)
    {
        var kind = Array.Find(AttackKinds.All, one => one.Name == attack)!;
        var workload = Lives.Workload(5, "test", Array.Find(BenignKinds.All, static one => one.Name == "poisson")!, 12, 0);
        var running = new RunningAttack(kind, 70, Draws());
        workload.Add(running);
        // The token is read by the service itself, of course.
        bool IsTraced(ReplicaWindow replica) => replica.Counts.ToArray().Any(item => item.Feature.StartsWith(trace, StringComparison.Ordinal) && !item.Feature.EndsWith("/token", StringComparison.Ordinal));

        for (var i = 0; i < 70; i++)
            Assert.DoesNotContain(workload.Next().Replicas, IsTraced);
        var window = workload.Next();

        Assert.Equal(70, running.Onset);
        Assert.Equal(running.Victims.Order(), window.Replicas.Where(IsTraced).Select(static replica => replica.Name).Order());
        Assert.Equal(kind.Share > 0 ? 5 : 1, running.Victims.Count);
    }

    [Fact]
    public void Exfiltration_adds_half_of_the_bytes_and_nothing_else()
    {
        var (quiet, attacked) = (Poisson(null), Poisson("exfiltration"));

        foreach (var (name, features) in attacked.Features)
            Assert.Equal(quiet.Features[name], features);
        var victim = Assert.Single(attacked.Victims);
        Assert.Equal(1.5, attacked.Bytes[victim] / quiet.Bytes[victim], 6);
    }

    [Theory]
    [InlineData("rollout")]
    [InlineData("gaps")]
    [InlineData("mixed")]
    public void An_attack_ends_with_its_time_or_with_its_victim(string kind)
    {
        var workload = Lives.Workload(5, "test", Array.Find(BenignKinds.All, one => one.Name == kind)!, 5, 0);
        var running = new RunningAttack(Array.Find(AttackKinds.All, static one => one.Name == "beacon")!, 60, Draws());
        workload.Add(running);

        while (running.End is null && workload.Window < 3_000)
            workload.Next();

        Assert.InRange(running.End!.Value - running.Onset!.Value, 1, 720);
    }

    private static Draws Draws() => new(new Xoshiro(5, "attack"));

    /// <summary>The window of the onset, with the same draws with and without the attack.</summary>
    private static (Dictionary<string, string[]> Features, Dictionary<string, double> Bytes, HashSet<string> Victims) Poisson(string? attack)
    {
        var workload = Lives.Workload(5, "test", Array.Find(BenignKinds.All, static one => one.Name == "poisson")!, 12, 0);
        var running = new RunningAttack(Array.Find(AttackKinds.All, one => one.Name == (attack ?? "exfiltration"))!, attack is null ? int.MaxValue : 0, Draws());
        workload.Add(running);
        var window = workload.Next();
        return (window.Replicas.ToDictionary(static replica => replica.Name, static replica => replica.Counts.ToArray().Select(static item => item.Feature).Order().ToArray()),
            window.Replicas.ToDictionary(static replica => replica.Name, static replica => replica.Counts.ToArray().First(static item => item.Feature == "gauge:bytes_out").Count),
            running.Victims);
    }
}
