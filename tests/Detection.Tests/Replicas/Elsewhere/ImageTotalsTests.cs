using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Detection.Tests.Replicas.Elsewhere;

/// <summary>What a comparison tells of its image, and what it asks about it.</summary>
public sealed class ImageTotalsTests
{
    private const string Shell = "exec|/bin/sh<-nginx";
    private const string Old = "sha256:aa";
    private const string New = "sha256:bb";

    private static readonly DateTimeOffset Through = SimulatedWorkload.Begin.AddDays(1);

    private ReplicaComparison _comparison = new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget());
    private SimulatedWorkload _workload = new(31, 3);

    [Fact]
    public void It_is_all_that_was_done_with_the_hours_and_pods()
    {
        var done = Watch(100);
        var totals = Totals();
        Assert.Equal((SimulatedWorkload.Name, Old, Through, 3, 300 * 60.0, false), (totals.Workload, totals.Image, totals.Through, totals.Pods, totals.Seconds, totals.IsPartial));
        Assert.Equal(done.OrderBy(static pair => pair.Key), totals.Features.ToDictionary(static one => one.Feature, static one => one.Count).OrderBy(static pair => pair.Key));
    }

    [Fact]
    public void What_was_done_beside_another_image_is_nobodys_and_a_new_image_begins_anew()
    {
        var before = Watch(100);
        Watch(50, image: at => at == 0 ? New : Old);
        Assert.Null(_comparison.ImageTotals(Through));
        var after = Watch(20);
        Assert.Equal((360 * 60.0, before["connect|db.shop:5432/tcp"] + after["connect|db.shop:5432/tcp"]), Known("connect|db.shop:5432/tcp"));

        Watch(5, image: at => at == 0 ? New : Old);
        var anew = Watch(30, image: static _ => New);
        Assert.Equal((90 * 60.0, anew["connect|db.shop:5432/tcp"]), Known("connect|db.shop:5432/tcp"));

        Watch(5, image: static _ => "");
        Assert.Null(_comparison.ImageTotals(Through));
    }

    [Fact]
    public void What_a_replica_does_under_suspicion_is_withheld_and_not_denied()
    {
        Watch(70);
        Assert.Single(Found(3, Does("web-1", Shell)));
        Assert.Equal(0, Known(Shell).Count);
        Watch(60);
        Assert.Equal(0, Known(Shell).Count);
        Watch(2, Does("web-2", Shell));
        Watch(60);
        Assert.Equal(2, Known(Shell).Count);

        var seconds = Totals().Seconds;
        var usual = Known("connect|db.shop:5432/tcp").Count;
        var done = Watch(10, isSuspect: true);
        Assert.Equal(seconds, Totals().Seconds);
        Assert.Equal(usual, Known("connect|db.shop:5432/tcp").Count);
        Assert.NotEqual(0, done["connect|db.shop:5432/tcp"]);
    }

    [Fact]
    public void What_all_replicas_began_and_was_told_of_is_withheld_as_long_as_that_stands()
    {
        Watch(70);
        var found = Found(10, static (_, activity, _) => activity["exec|/tmp/kdevtmpfsi"] = 1);
        Assert.Equal(FindingKind.Workload, Assert.Single(found).Kind);
        Assert.Equal(0, Known("exec|/tmp/kdevtmpfsi").Count);
    }

    [Fact]
    public void It_goes_on_after_a_restart()
    {
        Watch(70);
        Watch(3, Does("web-1", Shell));
        Assert.True(ReplicaComparison.TryRestore(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget(), _comparison.Save(), out var restored, out _));
        for (var window = 0; window < 10; window++)
        {
            var next = Next(null, null, false);
            _comparison.Observe(next);
            restored.Observe(next);
        }

        var (whole, cut) = (Totals(), restored.ImageTotals(Through)!);
        Assert.Equal(0, Known(Shell).Count);
        Assert.Equal(whole.Features, cut.Features);
        Assert.Equal(whole with { Features = [] }, cut with { Features = [] });
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Who_has_siblings_enough_asks_nobody(int replicas, bool asks)
    {
        _workload = new SimulatedWorkload(33, replicas);
        Watch(100);
        var finding = Assert.Single(Found(3, Does("web-0", Shell, "connect|10.9.9.9:443/tcp")));
        Assert.Equal(asks, finding.Elsewhere is not null);
        if (finding.Elsewhere is { } question)
        {
            Assert.Equal((Old, false), (question.Image, question.IsAmount));
            Assert.Equal([Shell, "connect|10.9.9.9:443/tcp"], question.Features);
        }
    }

    [Fact]
    public void The_only_replica_of_an_image_beside_others_asks_and_one_of_an_unknown_image_does_not()
    {
        Watch(100, image: static at => at == 0 ? New : Old);
        Assert.Equal(New, Assert.Single(Found(3, Does("web-0", Shell), static at => at == 0 ? New : Old)).Elsewhere?.Image);

        (_comparison, _workload) = (new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget()), new SimulatedWorkload(34, 1));
        Watch(100, image: static _ => "");
        Assert.Null(Assert.Single(Found(3, Does("web-0", Shell), static _ => "")).Elsewhere);
    }

    [Fact]
    public void Of_an_amount_that_is_counted_its_rate_is_asked_and_of_one_that_is_measured_nothing()
    {
        _workload = new SimulatedWorkload(24, 2, 0.02);
        Watch(600);
        var finding = Assert.Single(Found(60, static (name, activity, _) => activity["file|/var/log/app.log"] *= name == "web-1" ? 6 : 1));
        Assert.Equal(("file|/var/log/app.log", true), (Assert.Single(finding.Elsewhere!.Features), finding.Elsewhere.IsAmount));

        (_comparison, _workload) = (new(SimulatedWorkload.Name, TimeSpan.FromMinutes(1), new FalseAlarmBudget()), new SimulatedWorkload(24, 2, 0.02));
        Watch(600);
        Assert.Null(Assert.Single(Found(60, static (name, _, gauges) => gauges["bytes_out"] *= name == "web-1" ? 3 : 1)).Elsewhere);
    }

    [Fact]
    public void It_is_told_once_an_hour_and_not_by_all_at_the_same_minute()
    {
        var minutes = Enumerable.Range(0, 50).Select(static number =>
        {
            var hours = new TellingHours($"c/n/Deployment/w{number}");
            var due = Enumerable.Range(0, 180).Where(minute => hours.TryBegin(Through.AddMinutes(minute))).ToList();
            Assert.Equal(due.Count > 1 ? [60] : [], due.Zip(due.Skip(1), static (one, next) => next - one).Distinct());
            Assert.InRange(due.Count, 2, 3);
            return due[0];
        }).ToList();
        Assert.InRange(minutes.Distinct().Count(), 20, 50);
    }

    private (double Seconds, long Count) Known(string feature) => (Totals().Seconds, Totals().Features.Single(one => one.Feature == feature).Count);

    private ImageTotals Totals() => _comparison.ImageTotals(Through)!;

    /// <returns>What all replicas did.</returns>
    private Dictionary<string, long> Watch(int windows, ReplicaChange? change = null, Func<int, string>? image = null, bool isSuspect = false)
    {
        var done = new Dictionary<string, long>();
        for (; windows > 0; windows--)
        {
            var window = Next(change, image, isSuspect);
            foreach (var (feature, count) in window.Replicas.SelectMany(static replica => replica.Activity))
                done[feature] = done.GetValueOrDefault(feature) + count;
            _comparison.Observe(window);
        }

        return done;
    }

    private List<ReplicaFinding> Found(int windows, ReplicaChange change, Func<int, string>? image = null) =>
        [.. Enumerable.Range(0, windows).SelectMany(_ => _comparison.Observe(Next(change, image, false)))];

    private WorkloadWindow Next(ReplicaChange? change, Func<int, string>? image, bool isSuspect)
    {
        var window = _workload.Next(change);
        return window with
        {
            Replicas = [.. window.Replicas.Select((replica, at) => replica with
            {
                Image = image?.Invoke(at) ?? replica.Image,
                Revision = image?.Invoke(at) ?? replica.Revision,
                IsSuspect = isSuspect,
            })],
        };
    }

    private static ReplicaChange Does(string replica, params string[] features) => (name, activity, _) =>
    {
        if (name != replica)
            return;
        foreach (var feature in features)
            activity[feature] = 1;
    };
}
