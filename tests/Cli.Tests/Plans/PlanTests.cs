using System.Text.Json.Nodes;

namespace IncidentMesh.Cli.Tests.Plans;

public sealed class PlanTests
{
    [Fact]
    public async Task Approve_shows_the_plan_and_sends_the_hash_that_it_showed()
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await new Terminal { Typed = "y\n" }.As(api).RunAsync("plans", "approve", FakeApi.IncidentId);

        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("serves nobody", finished.Output, StringComparison.Ordinal);
        Assert.Contains("[y/N]", finished.Error, StringComparison.Ordinal);
        var command = Assert.Single(api.Commands);
        Assert.Equal($$"""{"hash":"{{FakeApi.Hash}}"}""", command.Json!.ToJsonString());
        Assert.Equal("\"17\"", command.Header("If-Match"));
        Assert.Contains("plan-1 of inc-abcdefghijkl is executing", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("n\n")]
    [InlineData("x\n")]
    public async Task Without_a_yes_nothing_is_done(string typed)
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await new Terminal { Typed = typed }.As(api).RunAsync("plans", "approve", FakeApi.IncidentId);

        finished.Failed(ExitCodes.Refused, "Nothing was done");
        Assert.Empty(api.Commands);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "once, after somebody changed what is contained")]
    [InlineData(3, "3 times, after somebody changed what is contained")]
    public async Task A_plan_shows_how_often_its_workload_had_to_be_set_right(int corrections, string? shown)
    {
        await using var api = await FakeApi.StartAsync();
        api.Incident["plan"]!["corrections"] = corrections;

        var finished = await Terminal.For(api).RunAsync("plans", "show", FakeApi.IncidentId);

        Assert.Equal(shown is not null, finished.Output.Contains("Set right", StringComparison.Ordinal));
        Assert.Contains(shown ?? "", finished.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show", "web-1 with app=web")]
    [InlineData("undo", "The pods get their labels back and the NetworkPolicy is removed", "They reach out, and are reached, again")]
    public async Task A_quarantine_shows_whose_labels_it_took_and_what_an_undo_gives_back(string command, params string[] shown)
    {
        await using var api = await FakeApi.StartAsync();
        var plan = api.Incident["plan"]!;
        (plan["action"], plan["status"], plan["snapshot"]) = ("quarantine", "contained", null);
        plan["quarantined"] = JsonNode.Parse("""[{"name":"web-1","uid":"u","labels":{"app":"web"}}]""");

        var finished = await Terminal.For(api).RunAsync(["plans", command, FakeApi.IncidentId, .. command == "undo" ? ["--reason", "over", "--yes"] : Array.Empty<string>()]);

        finished.Ok();
        Assert.All(shown, text => Assert.Contains(text, finished.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("executing", true, 0, "Pods already deleted cannot be brought back.")]
    [InlineData("failed", false, ExitCodes.Refused, "Plan plan-1 is failed: pods may have been deleted, and cannot be brought back.")]
    [InlineData("completed", false, ExitCodes.Refused, "Plan plan-1 is completed: there is nothing to undo.")]
    public async Task A_deletion_can_be_called_back_while_it_runs_and_not_be_undone(string status, bool canUndo, int code, string told)
    {
        await using var api = await FakeApi.StartAsync();
        var plan = api.Incident["plan"]!;
        (plan["action"], plan["status"], plan["snapshot"], plan["canUndo"]) = ("delete-pods", status, null, canUndo);
        plan["deletes"] = JsonNode.Parse("""[{"name":"web-1","uid":"u"}]""");

        var finished = await Terminal.For(api).RunAsync("plans", "undo", FakeApi.IncidentId, "--reason", "over", "--yes");

        Assert.Equal(code, finished.ExitCode);
        Assert.Contains(told, finished.Output + finished.Error, StringComparison.Ordinal);
        Assert.Contains("web-1 (uid u)", (await Terminal.For(api).RunAsync("plans", "show", FakeApi.IncidentId)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contained", true)]
    [InlineData("undone", false)]
    public async Task Who_resolves_an_incident_hears_that_its_workload_is_still_held(string status, bool isTold)
    {
        await using var api = await FakeApi.StartAsync();
        api.Incident["planStatus"] = status;

        var finished = await Terminal.For(api).RunAsync("incidents", "resolve", FakeApi.IncidentId, "--reason", "cleaned");

        finished.Ok();
        Assert.Equal(isTold, finished.Output.Contains($"It is still contained: incidentmesh plans undo {FakeApi.IncidentId}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_yes_nobody_is_asked_and_json_stays_json()
    {
        await using var api = await FakeApi.StartAsync();

        var finished = await Terminal.For(api).RunAsync("plans", "approve", FakeApi.IncidentId, "--yes", "-o", "json");

        Assert.Equal("executing", finished.Json.GetProperty("plan").GetProperty("status").GetString());
        Assert.Contains("serves nobody", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_signals_between_showing_and_approving_do_not_matter()
    {
        await using var api = await FakeApi.StartAsync();
        var late = 2;
        api.Before = request =>
        {
            if (request.Method == "POST" && late-- > 0)
                api.Incident["version"] = api.Incident["version"]!.GetValue<long>() + 1;
            return null;
        };

        var finished = await Terminal.For(api).RunAsync("plans", "approve", FakeApi.IncidentId, "--yes");

        finished.Ok();
        Assert.Equal("executing", api.Incident["plan"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_plan_that_changed_after_it_was_shown_is_not_approved()
    {
        await using var api = await FakeApi.StartAsync();
        api.Before = request =>
        {
            if (request.Method == "POST")
            {
                api.Incident["version"] = api.Incident["version"]!.GetValue<long>() + 1;
                api.Incident["plan"]!["hash"] = new string('b', 64);
            }

            return null;
        };

        var finished = await Terminal.For(api).RunAsync("plans", "approve", FakeApi.IncidentId, "--yes");

        finished.Failed(ExitCodes.Refused, "");
        Assert.Equal("proposed", api.Incident["plan"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Reject_and_undo_carry_their_reason()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("plans", "reject", FakeApi.IncidentId, "--reason", "a drill")).Ok();
        api.Incident["plan"]!["status"] = "contained";
        (await Terminal.For(api).RunAsync("plans", "undo", FakeApi.IncidentId, "--reason", "fixed", "--yes")).Ok();

        Assert.Equal(["a drill", "fixed"], api.Commands.Select(command => command.Json!["reason"]!.GetValue<string>()));
        Assert.Equal("undoing", api.Incident["plan"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_decision_that_the_state_does_not_allow_is_refused()
    {
        await using var api = await FakeApi.StartAsync();

        (await Terminal.For(api).RunAsync("plans", "undo", FakeApi.IncidentId, "--reason", "x")).Failed(ExitCodes.Refused, "Plan plan-1 is proposed: there is nothing to undo.");
        api.Incident["plan"]!["status"] = "contained";
        (await Terminal.For(api).RunAsync("plans", "approve", FakeApi.IncidentId)).Failed(ExitCodes.Refused, "only a proposed plan can be approved");
        Assert.Empty(api.Commands);
    }

    [Fact]
    public async Task An_undo_is_asked_for_with_what_it_will_do_and_not_with_what_the_plan_did()
    {
        await using var api = await FakeApi.StartAsync();
        api.Incident["plan"]!["status"] = "contained";

        var finished = await new Terminal { Typed = "y\n" }.As(api).RunAsync("plans", "undo", FakeApi.IncidentId, "--reason", "fixed");

        Assert.Contains("our mark is removed", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("serves nobody", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_without_a_plan_has_none_to_show()
    {
        await using var api = await FakeApi.StartAsync();
        api.Incident["plan"] = null;

        (await Terminal.For(api).RunAsync("plans", "show", FakeApi.IncidentId)).Failed(ExitCodes.NotFound, "has no plan");
    }
}
