using System.Globalization;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Grains.Tests.Silo;
using IncidentMesh.Testing.Storage;

namespace IncidentMesh.Grains.Tests.Workloads;

/// <summary>Audit events and a sensor's alerts come by different partitions, and either may be the first.</summary>
public sealed class ExecAttributionTests
{
    private const string Pod = "web-5d4f8c7b9d-x2x4z";

    /// <summary>Execs make no detections of their own.</summary>
    private const string NoRules = "- list: nothing\n  items: []\n";

    [Fact]
    public async Task A_shell_is_told_with_the_user_whose_exec_came_before_it()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(NoRules);

        await AuditAsync(silo, Exec("jane@example.com", 13));
        Assert.Empty(await silo.IncidentsAsync());
        await silo.AlertAsync(Shell(13.4));

        var incident = await silo.OnlyIncidentAsync();
        var actor = Assert.Single(incident.Fold.Actors);
        Assert.Equal("jane@example.com (kubectl exec at 12:00:13 UTC, sh)", ExecActorText.Line(actor));
        Assert.Equal("same command, same container, started 0.4 s after the request", ExecActorText.Grounds(actor));
    }

    [Fact]
    public async Task An_audit_event_that_comes_late_names_the_user_of_an_incident_that_is_open()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(NoRules);
        await silo.AlertAsync(Shell(13.4));
        Assert.Empty((await silo.OnlyIncidentAsync()).Fold.Actors);

        await AuditAsync(silo, Exec("jane@example.com", 13));
        await AuditAsync(silo, Exec("jane@example.com", 13, end: 90));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal("jane@example.com", ExecActorText.Who(Assert.Single(incident.Fold.Actors)));
        Assert.Equal(1, incident.Fold.Signals);
        var story = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Single(story, entry => entry.Text.StartsWith("by jane@example.com (kubectl exec at 12:00:13 UTC, sh): same command", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_users_who_did_the_same_at_once_it_is_one_and_the_story_takes_back_that_it_was_the_first()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(NoRules);

        await AuditAsync(silo, Exec("jane", 13));
        await silo.AlertAsync(Shell(13.4));
        await AuditAsync(silo, Exec("joe", 12));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal("one of joe, jane", ExecActorText.Who(Assert.Single(incident.Fold.Actors)));
        var story = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 100);
        Assert.Contains(story, entry => entry.Text.StartsWith("no longer held to be by jane alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exec_that_was_refused_or_of_another_pod_or_command_names_nobody()
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(NoRules);

        await AuditAsync(silo, Exec("mallory", 13, code: 403), Exec("joe", 13, pod: "web-5d4f8c7b9d-bbbbb"), Exec("jim", 13, command: "top"));
        await silo.AlertAsync(Shell(13.4));

        Assert.Empty((await silo.OnlyIncidentAsync()).Fold.Actors);
    }

    [Fact]
    public async Task An_exec_that_is_a_detection_itself_names_the_user_as_well()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.AlertAsync(Shell(13.4));
        await AuditAsync(silo, Exec("jane", 13));

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(2, incident.Fold.Signals);
        Assert.Equal("jane", ExecActorText.Who(Assert.Single(incident.Fold.Actors)));
    }

    [Theory]
    [InlineData(StoreFault.Before)]
    [InlineData(StoreFault.After)]
    [InlineData(StoreFault.Conflict)]
    public async Task A_commit_that_fails_anywhere_on_the_way_names_everybody_once(StoreFault fault)
    {
        await using var silo = await TestSilo.StartAsync();
        silo.Offer(NoRules);
        const int Rounds = 10;
        for (var round = 0; round < Rounds; round++)
        {
            silo.Faults.Next(StoreCall.Commit, [.. Enumerable.Repeat(StoreFault.None, round % 5), fault]);
            var second = round * 30;
            string[] shell = [Shell(second + 0.4)];
            string[] exec = [Exec($"user-{round}", second)];
            if (round % 2 == 0)
            {
                await silo.AlertAsync(shell);
                await AuditAsync(silo, exec);
            }
            else
            {
                await AuditAsync(silo, exec);
                await silo.AlertAsync(shell);
            }
        }

        var incident = await silo.OnlyIncidentAsync();
        Assert.Equal(Rounds, incident.Fold.Signals);
        Assert.Equal(Enumerable.Range(0, Rounds).Select(round => $"user-{round}"), incident.Fold.Actors.Select(ExecActorText.Who));
        Assert.All(incident.Fold.Actors, actor => Assert.Equal(1, actor.Detections));
        var story = await silo.Grains.GetGrain<IIncidentGrain>(incident.Id).GetTimelineAsync(0, 500);
        Assert.Equal(Rounds, story.Count(entry => entry.Actor == "system:attribution"));
    }

    private static async Task AuditAsync(TestSilo silo, params string[] events) =>
        await silo.ProcessedAsync(Flow.Audit, await silo.SendAsync(Flow.Audit, events));

    private static string Shell(double second) =>
        $$$"""{"time":"{{{Time(second)}}}","rule":"Terminal shell in container","priority":"Notice","source":"syscall","output":"shell at {{{second}}}","output_fields":{"evt.type":"execve","proc.cmdline":"sh","proc.name":"sh","proc.tty":34816,"k8s.ns.name":"shop","k8s.pod.name":"{{{Pod}}}","container.id":"aabbccddeeff","container.name":"web"}}""";

    private static string Exec(string user, double second, string command = "sh", string pod = Pod, int code = 101, double? end = null) =>
        $$$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{{{user}}}-{{{second}}}","stage":"{{{(end is null ? "ResponseStarted" : "ResponseComplete")}}}","requestURI":"/api/v1/namespaces/shop/pods/{{{pod}}}/exec?command={{{command}}}&container=web&stdin=true&tty=true","verb":"create","user":{"username":"{{{user}}}"},"userAgent":"kubectl/v1.31.0","objectRef":{"resource":"pods","namespace":"shop","name":"{{{pod}}}","apiVersion":"v1","subresource":"exec"},"responseStatus":{"code":{{{code}}}},"requestReceivedTimestamp":"{{{Time(second)}}}","stageTimestamp":"{{{Time(end ?? second + 0.1)}}}"}""";

    private static string Time(double second) =>
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
