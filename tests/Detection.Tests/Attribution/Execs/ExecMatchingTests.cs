using IncidentMesh.Contracts.Incidents;
using static IncidentMesh.Detection.Tests.Attribution.Execs.ExecMaker;

namespace IncidentMesh.Detection.Tests.Attribution.Execs;

public sealed class ExecMatchingTests
{
    private static readonly System.Text.Json.JsonSerializerOptions Fields = new() { IncludeFields = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_shell_right_after_an_exec_of_it_is_the_users()
    {
        var actor = Assert.Single(Actors([Exec(second: 133)], Process("sh", 133.4)));

        Assert.Equal("jane@example.com (kubectl exec at 09:02:13 UTC, sh)", ExecActorText.Line(actor));
        Assert.Equal("same command, same container, started 0.4 s after the request", ExecActorText.Grounds(actor));
    }

    [Theory]
    [InlineData("/bin/sh -c id", "sh -c id")]
    [InlineData("sh -c ps aux", "sh -c ps aux")]
    [InlineData("/app/run.sh now", "run.sh /app/run.sh now")]
    [InlineData("/app/run.sh now", "sh /app/run.sh now")]
    public void The_folder_of_a_program_and_the_interpreter_of_a_script_make_no_other_command(string asked, string seen) =>
        Assert.Single(Actors([Exec(command: asked)], Process(seen, 1)));

    [Fact]
    public void Another_command_is_not_the_users() => Assert.Empty(Actors([Exec(command: "ls")], Process("sh", 1)));

    [Fact]
    public void Another_container_is_not_the_users() => Assert.Empty(Actors([Exec(container: "sidecar")], Process("sh", 1)));

    [Fact]
    public void Another_pod_is_not_the_users() => Assert.Empty(Actors([Exec() with { Pod = "shop/web-1" }], Process("sh", 1)));

    [Theory]
    [InlineData(-6)]
    [InlineData(11)]
    public void A_shell_that_started_at_another_time_is_not_the_users(double second) => Assert.Empty(Actors([Exec()], Process("sh", second)));

    [Fact]
    public void A_clock_that_is_a_little_behind_does_no_harm() =>
        Assert.Equal("same command, same container, started 4.0 s before the request", ExecActorText.Grounds(Assert.Single(Actors([Exec()], Process("sh", -4)))));

    [Fact]
    public void Of_two_users_who_did_the_same_at_once_it_is_one()
    {
        var actor = Assert.Single(Actors([Exec("jane", 0), Exec("joe", 1)], Process("sh", 1.5)));

        Assert.Equal("one of jane, joe (kubectl exec at 09:00:00, 09:00:01 UTC, sh)", ExecActorText.Line(actor));
    }

    [Fact]
    public void Two_execs_of_one_user_name_that_user() =>
        Assert.Equal("jane", ExecActorText.Who(Assert.Single(Actors([Exec("jane", 0), Exec("jane", 1)], Process("sh", 1.5)))));

    [Fact]
    public void Who_acted_as_somebody_else_is_named_with_both() =>
        Assert.Equal("jane as admin", ExecActorText.Who(Assert.Single(Actors([Exec("jane") with { ImpersonatedUser = "admin" }], Process("sh", 1)))));

    [Fact]
    public void A_child_of_the_shell_is_the_users_as_long_as_the_session_lasts()
    {
        var child = Process("cat /etc/shadow", 300, ("proc.pcmdline", "sh"));

        Assert.Equal(ExecGround.CommandMeanwhile, Assert.Single(Actors([Exec(end: 600)], child)).Ground);
        Assert.Empty(Actors([Exec(end: 200)], child));
    }

    [Fact]
    public void A_child_of_the_containers_own_first_shell_is_nobodys() =>
        Assert.Empty(Actors([Exec()], Process("cat /etc/shadow", 5, ("proc.pcmdline", "sh"), ("proc.pvpid", 1))));

    [Fact]
    public void A_child_of_a_shell_that_runs_since_yesterday_is_nobodys() =>
        Assert.Empty(Actors([Exec()], Process("cat /etc/shadow", 5, ("proc.pcmdline", "sh"), ("proc.ppid.ts", SignalMaker.Start.AddDays(-1).ToUnixTimeMilliseconds() * 1_000_000))));

    [Fact]
    public void What_descends_by_pid_from_the_shell_is_the_users_whatever_its_command()
    {
        var actor = Assert.Single(Actors(
            [Exec(end: 2)],
            Process("sh", 0.5, ("proc.pid", 4711)),
            Process("sh ./x", 100, ("proc.pid", 4712), ("proc.ppid", 4711)),
            Process("nc -l 1", 4_000, ("proc.pid", 4713), ("proc.ppid", 4712))));

        Assert.Equal((3, ExecGround.CommandStarted), (actor.Detections, actor.Ground));
    }

    [Fact]
    public void Whoever_asked_for_no_terminal_has_none() => Assert.Empty(Actors([Exec(terminal: false)], Process("sh", 1, ("proc.tty", 34816))));

    [Fact]
    public void An_exec_that_fits_outdoes_a_terminal_that_was_attached_to()
    {
        var attached = Exec("joe", -60, kind: ExecKind.Attach);

        Assert.Equal("jane@example.com", ExecActorText.Who(Assert.Single(Actors([Exec(), attached], Process("sh", 1, ("proc.tty", 34816))))));
        Assert.Equal("joe", ExecActorText.Who(Assert.Single(Actors([attached], Process("sh", 1, ("proc.tty", 34816))))));
        Assert.Empty(Actors([attached], Process("sh", 1)));
    }

    [Fact]
    public void Whatever_runs_in_a_debug_container_is_of_who_added_it()
    {
        var debug = Exec(container: "debugger-x2x4z", kind: ExecKind.Debug);

        Assert.Equal(ExecGround.Container, Assert.Single(Actors([debug], Process("nmap 10.0.0.0/8", 900, ("container.name", "debugger-x2x4z")))).Ground);
        Assert.Empty(Actors([debug], Process("nmap 10.0.0.0/8", 900)));
    }

    [Fact]
    public void However_many_it_may_have_been_all_users_are_named_before_one_is_named_twice()
    {
        var actor = Assert.Single(Actors([.. Enumerable.Range(0, 6).Select(second => Exec("jane", second)), Exec("joe", 6)], Process("sh", 6.5)));

        Assert.Equal(("one of jane, joe and others", 4, 3), (ExecActorText.Who(actor), actor.Sessions.Count, actor.Others));
    }

    [Fact]
    public void Whatever_an_attacker_runs_the_evidence_stays_small()
    {
        var fold = new FoldBuilder();
        var longest = new string('\u4e2d', 256);
        for (var i = 0; i < 200; i++)
        {
            fold.Learn(Exec(longest[..250] + i, i, $"sh {longest}"[..256]) with { ImpersonatedUser = longest, AuditId = longest[..64] });
            fold.Add(Process($"sh {longest}", i, ("proc.pcmdline", longest), ("proc.acmdline[2]", longest), ("proc.acmdline[3]", longest)), new("prod", "shop", "web-0"));
        }

        var found = fold.ToFold();
        Assert.NotEmpty(found.Actors);
        Assert.InRange(System.Text.Json.JsonSerializer.Serialize((found.Evidence, found.Actors), Fields).Length, 1, 60_000);
    }

    [Fact]
    public void What_was_found_stays_when_newer_processes_take_its_place()
    {
        var fold = new FoldBuilder();
        fold.Learn(Exec());
        fold.Add(Process("sh", 1), new("prod", "shop", "web-0"));
        for (var i = 0; i < 200; i++)
            fold.Add(Process("curl x", 60 + i), new("prod", "shop", "web-0"));

        var kept = fold.ToFold();
        var actor = Assert.Single(new FoldBuilder(kept).ToFold().Actors);
        Assert.Equal(1, actor.Detections);
        Assert.Equal(32, kept.Evidence.Processes.Count);
    }
}
