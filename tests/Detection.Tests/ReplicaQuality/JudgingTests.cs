using IncidentMesh.Benchmarks.ReplicaQuality;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class JudgingTests
{
    [Fact]
    public void Who_names_the_one_with_a_shell_finds_it_at_once_and_who_names_another_is_wrong()
    {
        var report = Judge("--kinds poisson --attacks shell --sizes 5 --trials 4 --days 0.1");

        var right = report.Attacks.Single(static result => result.Detector == "right");
        Assert.Equal([0, 0, 0, 0], right.Delays);
        Assert.Equal(0, right.WrongAlarms);
        var wrong = report.Attacks.Single(static result => result.Detector == "wrong");
        Assert.Equal((0, 4), (wrong.Found, wrong.WrongAlarms));
    }

    [Fact]
    public void An_alarm_without_a_replica_finds_only_what_has_the_whole_workload()
    {
        var report = Judge("--kinds poisson --attacks shell,all-at-once --sizes 5 --trials 4 --days 0.1");

        var vague = report.Attacks.Where(static result => result.Detector == "vague").ToDictionary(static result => result.Attack);
        Assert.Equal((0, 4), (vague["shell"].Found, vague["shell"].Unattributed));
        Assert.Equal(4, vague["all-at-once"].Found);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_with_any_number_of_threads()
    {
        const string Arguments = "--kinds cron,startup --attacks scan --sizes 5 --trials 4 --days 1 --span 0.5 --tuning-days 1";

        var (one, three) = (Judge(Arguments + " --threads 1"), Judge(Arguments + " --threads 3"));

        Assert.Equal(one.Benign.Select(static result => result with { MicrosecondsPerWindow = 0 }), three.Benign.Select(static result => result with { MicrosecondsPerWindow = 0 }));
        Assert.Equal(one.Attacks.SelectMany(static result => result.Delays), three.Attacks.SelectMany(static result => result.Delays));
        Assert.Equal((2, 1.0), (one.Benign[0].Workloads, one.Benign[0].WorkloadDays));
    }

    [Fact]
    public void Parts_of_a_table_add_up_to_the_whole()
    {
        const string Arguments = "--kinds bursts --attacks none --sizes 3 --days 2 --span 0.5 --tuning-days 1 --budget 500";

        var whole = Judge(Arguments).Benign;
        var parts = Judge(Arguments + " --lives 0,3").Benign.Concat(Judge(Arguments + " --lives 2,1").Benign).ToLookup(static result => result.Detector);

        Assert.Contains(whole, static result => result.FalseAlarms > 0);
        Assert.All(whole, result => Assert.Equal(
            (result.WorkloadDays, result.Workloads, result.FalseAlarms, result.WorkloadsInAlarm),
            (parts[result.Detector].Sum(static part => part.WorkloadDays), parts[result.Detector].Sum(static part => part.Workloads),
                parts[result.Detector].Sum(static part => part.FalseAlarms), parts[result.Detector].Sum(static part => part.WorkloadsInAlarm))));
    }

    [Fact]
    public void A_part_that_the_table_does_not_have_is_refused()
    {
        var problem = Assert.Throws<FormatException>(static () => QualityArguments.Parse(["--days", "1000", "--sizes", "1000", "--lives", "11"]));

        Assert.Equal("'--lives' goes to 10 where 1000 days of 1000 replicas are shared by 11 workloads.", problem.Message);
    }

    [Fact]
    public void What_it_does_not_know_it_names_together_with_what_there_is()
    {
        var problem = Assert.Throws<FormatException>(static () => QualityArguments.Parse(["--kinds", "poison"]));

        Assert.StartsWith("'--kinds poison' is not known. There are poisson, ", problem.Message, StringComparison.Ordinal);
    }

    private static IncidentMesh.Benchmarks.ReplicaQuality.Report.QualityReport Judge(string arguments) => Quality.Judge(
        [.. Contenders.Create(), new ShellSpotter("right", static (culprit, _) => culprit), new ShellSpotter("wrong", static (culprit, all) => all.First(name => name != culprit)), new ShellSpotter("vague", static (_, _) => null)],
        QualityArguments.Parse(arguments.Split(' ')), TextWriter.Null);

    /// <summary>Sees a program that no benign workload runs, and accuses somebody.</summary>
    private sealed class ShellSpotter(string name, Func<string, IEnumerable<string>, string?> accuse) : IContender, IDetector
    {
        public string Name => name;

        public IDetector Create(Place place, double falseAlarmsPerQuarter) => this;

        public IEnumerable<Alarm> Observe(WorkloadWindow window) => window.Replicas
            .Where(static replica => replica.Counts.ToArray().Any(static item => item.Feature.StartsWith("exec:/bin/sh<-/", StringComparison.Ordinal) && item.Feature != "exec:/bin/sh<-/sbin/tini" || item.Feature.StartsWith("exec:/var/tmp/", StringComparison.Ordinal)))
            .Take(1)
            .Select(replica => accuse(replica.Name, window.Replicas.Select(static other => other.Name)) is { } accused ? new Alarm(AlarmKind.Replica, accused, [], 1) : new Alarm(AlarmKind.Workload, null, [], 1));
    }
}
