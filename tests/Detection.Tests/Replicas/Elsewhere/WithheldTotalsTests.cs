using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas.Elsewhere;

/// <summary>What a comparison keeps to itself of what its pods did: neither more nor less than what is under suspicion.</summary>
public sealed class WithheldTotalsTests
{
    private const string Shell = "exec|/bin/sh<-nginx";
    private const string Report = "exec|/usr/bin/report";
    private const string Cache = "file|/var/cache/nginx/1";
    private const string Health = "exec|/usr/bin/healthcheck";

    private static readonly string[] Names = ["web-0", "web-1", "web-2"];
    private static readonly string[] Attack = [Shell, "exec|/usr/bin/curl<-sh", "exec|/usr/bin/base64<-sh", Report];

    private readonly ReplicaComparison _comparison = new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget());
    private int _window;

    [Fact]
    public void What_is_new_is_not_told_before_it_is_decided()
    {
        Watch(70);
        Watch(1, Does("web-1", 1, Cache));
        Assert.Equal(0, Count(Cache));
        Assert.Empty(Watch(60));
        Assert.Equal(1, Count(Cache));
    }

    [Fact]
    public void What_was_withheld_minute_by_minute_is_not_withheld_again_when_it_is_found()
    {
        Watch(10);
        Watch(1, Does("web-2", 7, Report));
        Watch(3_000);
        Assert.Equal(7, Count(Report));
        Assert.Single(Watch(5, (name, one) => Does("web-1", 1, Attack)(name, one) with { IsSuspect = name == "web-1" }));
        Assert.Equal(0, Count(Report));
        Watch(60);
        Assert.Equal(7, Count(Report));
        Assert.Equal(0, Count(Shell));
    }

    [Fact]
    public void What_was_done_beside_another_image_is_not_taken_off_what_was_done_before()
    {
        Watch(10);
        Watch(1, Does("web-2", 7, Report));
        Watch(3_000);
        Assert.Single(Watch(5, (name, one) => Does("web-1", 1, Attack)(name, one) with { Image = name == "web-0" ? "sha256:bb" : one.Image }));
        Watch(60);
        Assert.Equal(7, Count(Report));
    }

    [Fact]
    public void Who_was_found_odd_is_no_witness_after_a_minute_in_which_it_was_hardly_watched()
    {
        Watch(70);
        Assert.Single(Watch(3, Does("web-1", 1, Shell)));
        Watch(1, static (name, one) => one with { ObservedSeconds = name == "web-1" ? 5 : 60 });
        var (seconds, count) = (Totals().Seconds, Count(Health));
        Watch(1);
        Assert.Equal((seconds + 120, count + 2), (Totals().Seconds, Count(Health)));
    }

    [Fact]
    public void Of_what_was_left_out_it_is_not_said_that_it_was_not_done_until_there_is_another_image()
    {
        Watch(70);
        Assert.False(Totals().IsPartial);
        Watch(1, static (name, one) => one with { IsPartial = name == "web-1" });
        Watch(10);
        Assert.True(Totals().IsPartial);
        Watch(1, static (_, one) => one with { Image = "sha256:bb" });
        Assert.False(Totals().IsPartial);
    }

    [Fact]
    public void Where_a_feature_made_room_for_another_it_is_not_said_that_it_was_not_done()
    {
        for (var revision = 0; revision < 40; revision++)
            Watch(720, Does("", 1, $"exec|/app/v{revision}/a<-web", $"exec|/app/v{revision}/b<-web"));
        Assert.False(Totals().IsPartial);
        for (var revision = 40; revision < 80; revision++)
            Watch(720, Does("", 1, $"exec|/app/v{revision}/a<-web", $"exec|/app/v{revision}/b<-web"));
        Assert.DoesNotContain(Totals().Features, static one => one.Feature == "exec|/app/v0/a<-web");
        Assert.True(Totals().IsPartial);
    }

    private ImageTotals Totals() => _comparison.ImageTotals(SimulatedWorkload.Begin.AddDays(1))!;

    private long Count(string feature) => Totals().Features.Single(one => one.Feature == feature).Count;

    /// <param name="replica">Who does it; all, where it is empty.</param>
    /// <param name="count">How often.</param>
    /// <param name="features">What.</param>
    private static Func<string, ReplicaWindow, ReplicaWindow> Does(string replica, int count, params string[] features) => (name, one) =>
        replica.Length > 0 && name != replica ? one : one with { Activity = new Dictionary<string, long>([.. one.Activity, .. features.Select(feature => KeyValuePair.Create(feature, (long)count))]) };

    private List<ReplicaFinding> Watch(int windows, Func<string, ReplicaWindow, ReplicaWindow>? change = null)
    {
        var findings = new List<ReplicaFinding>();
        for (; windows > 0; windows--)
        {
            findings.AddRange(_comparison.Observe(new WorkloadWindow(
                SimulatedWorkload.Name, SimulatedWorkload.Begin.AddMinutes(_window++), TimeSpan.FromMinutes(1), [.. Names.Select(name => change?.Invoke(name, Replica(name)) ?? Replica(name))])));
        }

        return findings;
    }

    private static ReplicaWindow Replica(string name) => new()
    {
        Name = name,
        Revision = "7d9f",
        Image = "sha256:aa",
        ObservedSeconds = 60,
        Activity = new Dictionary<string, long> { [Health] = 1 },
    };
}
