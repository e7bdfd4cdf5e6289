using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas;

public sealed class SnapshotTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_comparison_that_is_restored_at_any_time_finds_what_it_would_have_found()
    {
        var found = 0;
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 8], Gen.Int[1, 40].Array[1, 12]).Sample(
            (seed, replicas, cuts) =>
            {
                var whole = Watch(Windows(seed, replicas), static (comparison, _) => comparison);
                var next = 0;
                var left = cuts[0];
                var cut = Watch(Windows(seed, replicas), (comparison, _) =>
                {
                    if (--left > 0)
                        return comparison;
                    left = cuts[++next % cuts.Length];
                    return Restored(comparison.Save());
                });
                Assert.Equal(whole, cut);
                Interlocked.Add(ref found, whole.Count);
            },
            iter: 30);
        Assert.NotEqual(0, found);
    }

    [Fact]
    public void A_snapshot_that_is_restored_is_saved_as_it_was()
    {
        var comparison = New();
        foreach (var window in Windows(7, 5))
            comparison.Observe(window);
        var saved = comparison.Save();
        Assert.Equal(saved, Restored(saved).Save());
    }

    [Fact]
    public void Two_hundred_features_take_four_kilobytes_a_replica()
    {
        Assert.InRange((SizeOf(120) - SizeOf(20)) / 100, 1, 4096);

        static int SizeOf(int replicas)
        {
            var comparison = New();
            var random = new Random(1);
            for (var window = 0; window < 90; window++)
            {
                comparison.Observe(new WorkloadWindow(SimulatedWorkload.Name, SimulatedWorkload.Begin.AddMinutes(window), Minute,
                [
                    .. Enumerable.Range(0, replicas).Select(replica => new ReplicaWindow
                    {
                        Name = $"web-{replica}",
                        ObservedSeconds = 60,
                        Activity = Enumerable.Range(0, 200).ToDictionary(
                            feature => $"{(feature < 90 ? "exec|/usr/bin/" : feature < 180 ? "connect|10.0.0." : "dns|")}{feature}", _ => random.NextInt64(40)),
                    }),
                ]));
            }

            return comparison.Save().Length;
        }
    }

    [Fact]
    public void A_snapshot_of_a_version_yet_unknown_is_refused_and_the_versions_are_named()
    {
        var saved = New().Save();
        Assert.Equal("is of version 6, and this program knows versions up to 5", Problem(OfVersion(6, saved)));
    }

    private static byte[] OfVersion(byte version, byte[] saved)
    {
        saved[0] = version;
        SHA256.HashData(saved.AsSpan(0, saved.Length - 8)).AsSpan(0, 8).CopyTo(saved.AsSpan(saved.Length - 8));
        return saved;
    }

    /// <summary>The files were written by the last programs that wrote these versions, after 120 windows of the same workload.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_snapshot_of_an_older_version_is_read_and_goes_on(int version)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "testassets", "replicas", $"snapshot-{version}.bin");
        Assert.True(ReplicaComparison.TryRestore(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget(), File.ReadAllBytes(path), out var restored, out var problem), problem);

        var workload = new SimulatedWorkload(52, 4);
        for (var window = 0; window < 120; window++)
            workload.Next();
        var findings = Enumerable.Range(0, 20).SelectMany(_ => restored.Observe(workload.Next((name, activity, gauges) =>
        {
            gauges["bytes_out"] *= name == "web-2" ? 6 : 1;
            if (name == "web-3")
                activity["exec|/bin/sh<-nginx"] = 1;
        }))).ToList();
        Assert.Equal(140, restored.Windows);
        Assert.Equal(["web-2", "web-3"], findings.Select(static finding => finding.Replica).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_snapshot_of_windows_of_another_length_is_refused() =>
        Assert.StartsWith("is of windows of another length", Problem(new ReplicaComparison("w", 2 * Minute, new FalseAlarmBudget()).Save()), StringComparison.Ordinal);

    [Fact]
    public void A_damaged_snapshot_is_refused() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 255]).Sample((at, by) =>
        {
            var saved = New().Save();
            saved[at % saved.Length] ^= (byte)by;
            Assert.Equal("is damaged", Problem(saved));
            Assert.Equal("is damaged", Problem(saved[..(at % saved.Length)]));
        });

    /// <summary>Learning, a shell, more bytes, a roll-out with what it brings, and replicas that go.</summary>
    private static IEnumerable<WorkloadWindow> Windows(int seed, int replicas)
    {
        var workload = new SimulatedWorkload(seed, replicas);
        for (var at = 0; at < 400; at++)
        {
            var now = at;
            var window = workload.Next((name, activity, gauges) =>
            {
                if (now is > 100 and < 104 && name == "web-0")
                    activity["exec|/bin/sh<-nginx"] = 2;
                if (now is > 120 and < 200 && name == "web-1")
                    gauges["bytes_out"] *= 4;
                if (now > 230 && (now + seed) % 37 == 0)
                    activity[$"dns|{now}.example"] = 1;
            });
            yield return now switch
            {
                > 260 => window with { Replicas = [.. window.Replicas.Skip(replicas / 2).Select(replica => replica with { Name = $"{replica.Name}-new", Revision = "8c1d" })] },
                > 250 => window with { Replicas = [.. window.Replicas, .. window.Replicas.Select(replica => replica with { Name = $"{replica.Name}-new", Revision = "8c1d", StartedAt = window.Start })] },
                _ => window,
            };
        }
    }

    private static List<string> Watch(IEnumerable<WorkloadWindow> windows, Func<ReplicaComparison, WorkloadWindow, ReplicaComparison> between)
    {
        var comparison = New();
        var findings = new List<string>();
        foreach (var window in windows)
        {
            findings.AddRange(comparison.Observe(window).Select(finding => JsonSerializer.Serialize(finding)));
            comparison = between(comparison, window);
        }

        return findings;
    }

    private static ReplicaComparison New() => new(SimulatedWorkload.Name, Minute, new FalseAlarmBudget());

    private static ReplicaComparison Restored(byte[] snapshot)
    {
        Assert.True(ReplicaComparison.TryRestore(SimulatedWorkload.Name, Minute, new FalseAlarmBudget(), snapshot, out var restored, out var problem), problem);
        return restored;
    }

    private static string? Problem(byte[] snapshot)
    {
        Assert.False(ReplicaComparison.TryRestore(SimulatedWorkload.Name, Minute, new FalseAlarmBudget(), snapshot, out _, out var problem));
        return problem;
    }
}
