using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Tests.Attribution.Execs;

namespace IncidentMesh.Detection.Tests.Attribution.Probes;

public sealed class ProbeRhythmTests
{
    private static readonly ReplicaRef Replica = new("prod", "shop", "web-0");

    private static readonly ExecProbe[] Probes =
    [
        ExecProbe.Of("web", "liveness probe", ["sh", "-c", "pg_isready -U shop"], 10)!,
        ExecProbe.Of("web", "preStop hook", ["/bin/drain.sh", "now"], repeats: false)!,
    ];

    private readonly ProbeRhythm _rhythm = new();

    [Theory]
    [InlineData("sh -c pg_isready -U shop", "liveness probe of web")]
    [InlineData("drain.sh /bin/drain.sh now", "preStop hook of web")]
    public void What_the_spec_runs_is_recognized(string command, string expected) =>
        Assert.Equal(expected, Recognize(command, 0, ("proc.pname", "runc:[2:INIT]"), ("proc.tty", 0)));

    [Fact]
    public void Another_command_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop; id", 0));

    [Fact]
    public void What_a_process_of_the_container_starts_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop", 0, ("proc.pname", "node")));

    [Fact]
    public void What_says_nothing_of_its_parent_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop", 0, ("proc.pname", null)));

    [Fact]
    public void What_the_sensor_calls_critical_is_none()
    {
        var observed = ExecMaker.Process("sh -c pg_isready -U shop", 0, ("proc.pname", "runc"));
        Assert.Null(_rhythm.Recognize(Probes, Replica, observed.Signal with { Severity = Severity.Critical }, observed.Detections, observed.Process));
    }

    [Fact]
    public void What_a_rule_of_ours_calls_critical_is_none()
    {
        var observed = ExecMaker.Process("sh -c pg_isready -U shop", 0, ("proc.pname", "runc"));
        Contracts.Signals.Detection[] detections = [.. observed.Detections, observed.Detections[0] with { Rule = "rules/implant", Severity = Severity.Critical }];
        Assert.Null(_rhythm.Recognize(Probes, Replica, observed.Signal, detections, observed.Process));
    }

    [Theory]
    [InlineData("/bin/drain.sh", true)]
    [InlineData("/usr/bin/dash", true)]
    [InlineData("/tmp/drain.sh", false)]
    [InlineData("/dev/shm/bin/drain.sh", false)]
    [InlineData(null, true)]
    public void A_program_of_the_same_name_in_another_folder_is_none(string? file, bool recognized) =>
        Assert.Equal(recognized, Recognize("drain.sh now", 0, ("proc.exepath", file)) is not null);

    [Fact]
    public void A_program_that_takes_the_probe_for_an_argument_is_none() => Assert.Null(Recognize("implant /bin/drain.sh now", 0));

    [Fact]
    public void What_has_a_terminal_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop", 0, ("proc.tty", 34816)));

    [Fact]
    public void What_the_process_does_after_its_start_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop", 0, ("evt.type", "openat")));

    [Fact]
    public void Another_container_is_none() => Assert.Null(Recognize("sh -c pg_isready -U shop", 0, ("container.name", "sidecar")));

    [Fact]
    public void What_runs_more_often_than_the_spec_says_is_seen()
    {
        // Thirty in five minutes, a fifth more as kubelets are not punctual, and one.
        var answers = Enumerable.Range(0, 60).Select(second => Recognize("sh -c pg_isready -U shop", second)).ToList();

        Assert.Equal(37, answers.Count(answer => answer is not null));
        Assert.All(answers.Skip(37), Assert.Null);
    }

    [Fact]
    public void An_hour_of_it_at_its_pace_is_recognized_whole_also_across_restarts()
    {
        var rhythm = new ProbeRhythm();
        for (var second = 0; second < 3_600; second += 10)
        {
            rhythm = ProbeRhythm.Restore(rhythm.Save());
            Assert.NotNull(Recognize(rhythm, "sh -c pg_isready -U shop", second));
        }
    }

    [Fact]
    public void A_hook_runs_once_or_twice_and_no_more() =>
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(second => Recognize("drain.sh now", second) is not null));

    [Fact]
    public void Two_probes_of_one_command_may_run_it_twice_as_often()
    {
        ExecProbe[] both = [Probes[0], Probes[0] with { Kind = "readiness probe" }];

        Assert.Equal(73, Enumerable.Range(0, 100).Count(second => Recognize(_rhythm, "sh -c pg_isready -U shop", second * 2, both) is not null));
    }

    [Fact]
    public void A_command_that_is_too_long_to_be_told_from_others_is_no_probe() => Assert.Null(ExecProbe.Of("web", "liveness probe", ["sh", "-c", new string('x', 250)]));

    private string? Recognize(string command, double second, params (string, System.Text.Json.Nodes.JsonNode?)[] fields) =>
        Recognize(_rhythm, command, second, Probes, fields);

    private static string? Recognize(ProbeRhythm rhythm, string command, double second, ExecProbe[]? probes = null, params (string, System.Text.Json.Nodes.JsonNode?)[] fields)
    {
        var observed = ExecMaker.Process(command, second, fields.Any(static field => field.Item1 == "proc.pname") ? fields : [.. fields, ("proc.pname", "runc:[2:INIT]")]);
        return rhythm.Recognize(probes ?? Probes, Replica, observed.Signal, observed.Detections, observed.Process);
    }
}
