using System.Net;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Tests.Fakes;
using IncidentMesh.Grains;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace IncidentMesh.Gateway.Tests.Spine;

/// <summary>The gateway alone, as an Orleans client of a silo with the real grains: everything crosses the wire.</summary>
public sealed class SpineTests : IAsyncLifetime
{
    private readonly StoreFaults _faults = new();
    private InProcessTestCluster _silo = null!;
    private GatewayUnderTest _gateway = null!;
    private string _admin = "";
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        var ledger = new InMemoryLedger();
        var log = new InMemorySignalLog();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton<ISignalLog>(new FaultySignalLog(log, _faults))
            .AddSingleton<ISignalLogAppends>(log)
            .AddSingleton<ILedger>(new FaultyLedger(ledger, _faults))
            .AddSingleton<IOutbox>(ledger)
            .AddSingleton<IAuditTrail>(ledger)
            .AddIncidentMeshGrains());
        _silo = builder.Build();
        await _silo.DeployAsync();
        _gateway = await GatewayUnderTest.StartAsync(services: services => services.AddSingleton<IGrainFactory>(_silo.Client));
        var access = _silo.Client.GetGrain<IAccessGrain>(IAccessGrain.Key);
        var made = await access.CreateAsync(new CredentialRequest { Name = "alice", Role = Role.Admin, Person = true }, "system:test");
        _admin = made.Token!;
        await PostAsync("/api/v1/clusters", """{"id":"prod","adapter":"none"}""", HttpStatusCode.Created);
        var key = await PostAsync("/api/v1/clusters/prod/keys", """{"name":"falco"}""", HttpStatusCode.Created);
        _key = key.GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _faults.Down(false);
        await _gateway.DisposeAsync();
        await _silo.StopAllSilosAsync();
        await _silo.DisposeAsync();
    }

    [Fact]
    public async Task Alerts_become_one_incident_that_people_work_on_and_everything_is_audited()
    {
        var batch = string.Concat(Enumerable.Range(0, 300).Select(Alert));
        var answer = await _gateway.IngestAsync(_key, batch);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await _gateway.IngestAsync(_key, batch);

        var summary = await OnlyIncidentAsync(300);
        var path = $"/api/v1/incidents/{summary.GetProperty("id").GetString()}";
        var read = await _gateway.GetAsync(path, _admin);
        var incident = await read.JsonAsync();
        Assert.Equal("prod/workload/shop/Deployment/web", incident.GetProperty("subject").GetProperty("key").GetString());
        Assert.Equal(300, await CountEventsAsync(path));

        var commented = await _gateway.PostAsync($"{path}/comments", _admin, """{"text":"looking"}""", ("Idempotency-Key", "one"), ("If-Match", read.Headers.ETag!.Tag));
        var repeated = await _gateway.PostAsync($"{path}/comments", _admin, """{"text":"looking"}""", ("Idempotency-Key", "one"), ("If-Match", read.Headers.ETag!.Tag));
        var stale = await _gateway.PostAsync($"{path}/acknowledge", _admin, null, ("If-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (commented.StatusCode, repeated.StatusCode, stale.StatusCode));
        var timeline = await (await _gateway.GetAsync($"{path}/timeline?limit=500", _admin)).JsonAsync();
        Assert.Single(timeline.GetProperty("items").EnumerateArray(), one => one.GetProperty("text").GetString() == "looking");

        await PostAsync($"{path}/resolve", """{"reason":"a test"}""", HttpStatusCode.OK);
        await PostAsync($"{path}/resolve", """{"reason":"a test"}""", HttpStatusCode.OK);
        var audit = await (await _gateway.GetAsync("/api/v1/audit?limit=500", _admin)).JsonAsync();
        var actions = audit.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("action").GetString()).ToList();
        Assert.Contains("cluster.add", actions);
        Assert.Contains("credential.create", actions);
        Assert.Contains("incident.comment", actions);
        Assert.True((await (await _gateway.GetAsync("/api/v1/audit/verify", _admin)).JsonAsync()).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task An_audit_event_names_the_user_of_a_shell_that_came_before_it()
    {
        await _gateway.IngestAsync(_key, """{"time":"2026-03-01T12:00:13.400000000Z","rule":"Terminal shell in container","priority":"Critical","source":"syscall","output":"shell","output_fields":{"evt.type":"execve","proc.cmdline":"sh","k8s.ns.name":"shop","k8s.pod.name":"web-5d4f8c7b9d-x2x4z","container.id":"aabbccddeeff","container.name":"web"}}""");
        var path = $"/api/v1/incidents/{(await OnlyIncidentAsync(1)).GetProperty("id").GetString()}";

        await _gateway.IngestAsync(
            _key,
            """{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"e1","stage":"ResponseStarted","requestURI":"/api/v1/namespaces/shop/pods/web-5d4f8c7b9d-x2x4z/exec?command=%2Fbin%2Fsh&container=web&stdin=true&tty=true","verb":"get","user":{"username":"jane@example.com"},"userAgent":"kubectl/v1.33.1","objectRef":{"resource":"pods","namespace":"shop","name":"web-5d4f8c7b9d-x2x4z","apiVersion":"v1","subresource":"exec"},"responseStatus":{"code":101},"requestReceivedTimestamp":"2026-03-01T12:00:13.000000Z","stageTimestamp":"2026-03-01T12:00:13.100000Z"}""",
            "kubernetes-audit");

        var incident = await UntilAsync(path, one => one.GetProperty("actors").GetArrayLength() > 0);
        var actor = incident.GetProperty("actors")[0];
        Assert.Equal("jane@example.com (kubectl exec at 12:00:13 UTC, /bin/sh)", actor.GetProperty("who").GetString());
        Assert.Equal("jane@example.com", actor.GetProperty("sessions")[0].GetProperty("user").GetString());
        Assert.Equal(1, incident.GetProperty("signals").GetInt64());
    }

    [Fact]
    public async Task What_cannot_be_read_is_mended_and_sent_again()
    {
        await _gateway.IngestAsync(_key, Alert(1) + "{\"broken\":\n");
        var list = await (await _gateway.GetAsync("/api/v1/clusters/prod/dead-letters", _admin)).JsonAsync();
        var id = list.GetProperty("items")[0].GetProperty("id").GetString();

        await PostAsync($"/api/v1/clusters/prod/dead-letters/{id}/send-again", Alert(2).Trim(), HttpStatusCode.Accepted);

        await OnlyIncidentAsync(2);
        list = await (await _gateway.GetAsync("/api/v1/clusters/prod/dead-letters", _admin)).JsonAsync();
        Assert.Equal(0, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_store_that_is_down_behind_the_grains_is_503_and_never_500()
    {
        await _gateway.IngestAsync(_key, Alert(1));
        var summary = await OnlyIncidentAsync(1);
        var path = $"/api/v1/incidents/{summary.GetProperty("id").GetString()}";
        _faults.Down();

        var answers = new List<HttpResponseMessage>
        {
            await _gateway.IngestAsync(_key, Alert(2)),
            await _gateway.IngestAsync(_key, Alert(3) + "nonsense\n"),
            await _gateway.GetAsync("/api/v1/incidents", _admin),
            await _gateway.PostAsync($"{path}/comments", _admin, """{"text":"x"}"""),
            await _gateway.PostAsync($"{path}/comments", _admin, """{"text":"x"}""", ("Idempotency-Key", "k")),
            await _gateway.GetAsync($"{path}/timeline", _admin),
            await _gateway.GetAsync("/api/v1/audit", _admin),
        };

        _faults.Down(false);
        Assert.All(answers.Take(6), answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All(answers.Take(6), answer => Assert.NotNull(answer.Headers.RetryAfter));
        Assert.Equal(HttpStatusCode.Accepted, (await _gateway.IngestAsync(_key, Alert(2))).StatusCode);
    }

    private static string Alert(int number) =>
        $$$"""{"time":"2026-03-01T12:00:{{{number % 60:D2}}}.{{{number:D9}}}Z","rule":"Terminal shell in container","priority":"Critical","source":"syscall","output":"event {{{number}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"web-5d4f8c7b9d-x2x4z","container.id":"aabbccddeeff"}}""" + "\n";

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected)
    {
        var answer = await _gateway.PostAsync(path, _admin, body);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task<JsonElement> OnlyIncidentAsync(long signals)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(deadline.Token))
        {
            var page = await (await _gateway.GetAsync("/api/v1/incidents", _admin)).JsonAsync();
            if (page.GetProperty("items").GetArrayLength() == 1 && page.GetProperty("items")[0].GetProperty("signals").GetInt64() == signals)
                return page.GetProperty("items")[0];
        }

        throw new InvalidOperationException();
    }

    private async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> fits)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(deadline.Token))
        {
            if (await (await _gateway.GetAsync(path, _admin)).JsonAsync() is var found && fits(found))
                return found;
        }

        throw new InvalidOperationException();
    }

    private async Task<int> CountEventsAsync(string path)
    {
        var count = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await (await _gateway.GetAsync($"{path}/events?limit=100&cursor={cursor}", _admin)).JsonAsync();
            count += page.GetProperty("items").EnumerateArray().Count(one => one.GetProperty("content").GetProperty("rule").GetString() is not null);
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return count;
    }
}
