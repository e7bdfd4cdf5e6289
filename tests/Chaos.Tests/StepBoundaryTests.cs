using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Kubernetes;
using IncidentMesh.Testing.Slack;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Promises P3 and P7: killed before or after any step, the workflow goes on and does nothing twice.</summary>
public sealed class StepBoundaryTests : IAsyncLifetime
{
    private const string Deployment = "apis/apps/v1/namespaces/shop/deployments/web";
    private const int Replicas = 3;

    private FakeApiServer _kubernetes = null!;
    private FakeSlack _slack = null!;
    private SiloProcess _silo = null!;
    private int _scaledToZero;
    private int _restored;
    private FakeFault? _nextWrite;

    /// <summary>The request at which the process is killed, and whether the request still takes effect.</summary>
    public static TheoryData<string, bool> Boundaries
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var step in (string[])["snapshot", "evidence", "scale", "pods-gone", "restore", "pods-back"])
            {
                data.Add(step, false);
                data.Add(step, true);
            }

            return data;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _kubernetes = await FakeApiServer.StartAsync();
        _slack = await FakeSlack.StartAsync();
        _kubernetes.Put("/api/v1/namespaces/shop", """{"metadata":{"name":"shop"}}""");
        _kubernetes.Put(Deployment, $$$$$"""
            {"metadata":{"name":"web","namespace":"shop","uid":"d","annotations":{"team":"shop"}},
             "spec":{"replicas":{{{{{Replicas}}}}},"selector":{"matchLabels":{"app":"web"}},
                     "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"web:1"}]}}}}
            """);
        _kubernetes.Put("/apis/apps/v1/namespaces/shop/replicasets/web-5d4f8c7b9d", """
            {"metadata":{"name":"web-5d4f8c7b9d","namespace":"shop","uid":"rs",
             "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"d","controller":true}]}}
            """);
        PutPods();
        _silo = new SiloProcess(new()
        {
            ["Outbox:Lease"] = "00:00:05",
            ["Kubernetes:HoldPoll"] = "00:00:01",
            ["Integrations:Slack:BotToken"] = FakeSlack.Token,
            ["Integrations:Slack:Channel"] = FakeSlack.ChannelId,
            ["Integrations:Slack:BaseAddress"] = _slack.BaseAddress.ToString(),
        });
        await _silo.StartAsync();
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Killed_at_a_step_the_containment_and_its_undo_are_done_once(string step, bool takesEffect)
    {
        var incident = await OpenAsync();
        CountWrites();
        var undo = step is "restore" or "pods-back";
        var gate = undo ? null : Gate(step, takesEffect);

        await DecideAsync(incident, "approve", new JsonObject { ["hash"] = (await PlanAsync(incident))["hash"]!.GetValue<string>() });
        await KillAtAsync(gate);
        await PlanBecomesAsync(incident, "contained");
        gate = undo ? Gate(step, takesEffect) : null;
        await DecideAsync(incident, "undo", new JsonObject { ["reason"] = "test" });
        await KillAtAsync(gate);
        await PlanBecomesAsync(incident, "undone");

        var deployment = _kubernetes.Find(Deployment)!;
        Assert.Equal(Replicas, deployment["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal("""{"team":"shop"}""", deployment["metadata"]!["annotations"]!.ToJsonString());
        Assert.Equal((1, 1), (_scaledToZero, _restored));
        await _slack.WaitForAsync(slack => slack.Messages.Any(message => message.ThreadTs is null), TimeSpan.FromMinutes(1));
        Assert.Single(_slack.Messages, message => message.ThreadTs is null);
        Assert.Empty(_slack.Violations);
        Assert.Empty((await _silo.PostAsync("/api/v1/audit/verify"))["faults"]!.AsArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_the_write_of_a_hold_what_was_raised_is_set_back_and_undone_exactly(bool takesEffect)
    {
        var incident = await OpenAsync();
        CountWrites();
        await DecideAsync(incident, "approve", new JsonObject { ["hash"] = (await PlanAsync(incident))["hash"]!.GetValue<string>() });
        await PlanBecomesAsync(incident, "contained");

        var gate = Gate("hold", takesEffect);
        var raised = _kubernetes.Find(Deployment)!.DeepClone();
        raised["spec"]!["replicas"] = 5;
        _kubernetes.Put(Deployment, raised.ToJsonString());
        await KillAtAsync(gate);

        await Eventually.TrueAsync(() => Task.FromResult(Desired() == 0), "It was not set back.");
        await PlanBecomesAsync(incident, "contained");
        await DecideAsync(incident, "undo", new JsonObject { ["reason"] = "test" });
        await PlanBecomesAsync(incident, "undone");
        var deployment = _kubernetes.Find(Deployment)!;
        Assert.Equal(Replicas, deployment["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal("""{"team":"shop"}""", deployment["metadata"]!["annotations"]!.ToJsonString());
        Assert.Equal((2, 1), (_scaledToZero, _restored));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _slack.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    private async Task<string> OpenAsync()
    {
        await _silo.PostAsync("/api/v1/clusters", new JsonObject
        {
            ["id"] = "prod",
            ["adapter"] = "kubernetes",
            ["kubeconfigPath"] = _kubernetes.WriteKubeconfig(),
        });
        await Eventually.TrueAsync(
            async () => (await _silo.GetAsync("/api/v1/clusters/prod")).ToJsonString().Contains($"\"pods\":{Replicas}", StringComparison.Ordinal),
            "The inventory does not know the pods.");
        using var sender = await _silo.SenderAsync("prod");
        using var content = new StringContent(Alerts.Of(1, "web-5d4f8c7b9d-0000x"), Encoding.UTF8, "application/json");
        (await sender.PostAsync("/api/v1/ingest/falco", content)).EnsureSuccessStatusCode();
        var incident = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var items = (await _silo.GetAsync("/api/v1/incidents?cluster=prod"))["items"]!.AsArray();
                incident = items.Count > 0 ? items[0]!["id"]!.GetValue<string>() : "";
                return items.Count > 0;
            },
            "No incident was opened.");
        return incident;
    }

    /// <summary>The step's next request takes effect or not, and its answer is lost either way.</summary>
    private TaskCompletionSource Gate(string step, bool takesEffect)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeFault fault = async (context, proceed) =>
        {
            if (takesEffect)
            {
                await proceed();
            }

            reached.TrySetResult();
            context.Abort();
        };
        if (IsWrite(step))
        {
            _nextWrite = fault;
        }
        else
        {
            _kubernetes.Inject(request => IsRead(step, request), fault);
        }

        return reached;
    }

    private static bool IsWrite(string step) => step is "scale" or "hold" or "restore";

    private bool IsRead(string step, FakeRequest request) => step switch
    {
        "snapshot" => request.Method == "GET" && request.Path == Deployment,
        "evidence" => request.Method == "GET" && request.Path.StartsWith("api/v1/namespaces/shop/pods/", StringComparison.Ordinal),
        // Evidence lists them, too.
        _ => _scaledToZero > 0 && request.IsList("api/v1/namespaces/shop/pods"),
    };

    private async Task KillAtAsync(TaskCompletionSource? gate)
    {
        if (gate is null)
        {
            return;
        }

        await gate.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await _silo.KillAsync();
        await _silo.StartAsync();
    }

    /// <summary>Plays the deployment's controller: pods go and come with the replicas, and each real change is counted.</summary>
    private void CountWrites() => _kubernetes.Inject(
        request => request.Method == "PATCH" && request.Path == Deployment,
        async (context, proceed) =>
        {
            var fault = Interlocked.Exchange(ref _nextWrite, null) ?? (async (_, go) => await go());
            await fault(context, () => WriteAsync(proceed));
        },
        times: int.MaxValue);

    private async Task WriteAsync(Func<Task> proceed)
    {
        var before = Desired();
        await proceed();
        var after = Desired();
        if (before > 0 && after == 0)
        {
            Interlocked.Increment(ref _scaledToZero);
            DeletePods();
        }
        else if (before == 0 && after > 0)
        {
            Interlocked.Increment(ref _restored);
            PutPods();
        }
    }

    private int Desired() => _kubernetes.Find(Deployment)!["spec"]!["replicas"]!.GetValue<int>();

    private void PutPods()
    {
        for (var number = 0; number < Replicas; number++)
        {
            _kubernetes.Put(Pod(number), $$$"""
                {"metadata":{"name":"web-5d4f8c7b9d-0000{{{"xyz"[number]}}}","namespace":"shop","labels":{"app":"web"},
                 "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web-5d4f8c7b9d","uid":"rs","controller":true}]},
                 "spec":{"nodeName":"node-0","containers":[{"name":"web","image":"web:1"}]},
                 "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
                """);
        }
    }

    private void DeletePods()
    {
        for (var number = 0; number < Replicas; number++)
        {
            _kubernetes.Delete(Pod(number));
        }
    }

    private static string Pod(int number) => $"/api/v1/namespaces/shop/pods/web-5d4f8c7b9d-0000{"xyz"[number]}";

    private async Task<JsonNode> PlanAsync(string incident) => (await _silo.GetAsync($"/api/v1/incidents/{incident}"))["plan"]!;

    private async Task DecideAsync(string incident, string verb, JsonObject body) =>
        await _silo.PostAsync($"/api/v1/incidents/{incident}/plan/plan-1/{verb}", body);

    private Task PlanBecomesAsync(string incident, string status) => Eventually.TrueAsync(
        async () =>
        {
            var plan = await PlanAsync(incident);
            Assert.Null(plan["failure"]?.GetValue<string>());
            return plan["status"]!.GetValue<string>() == status;
        },
        $"The plan never became {status}.");
}
