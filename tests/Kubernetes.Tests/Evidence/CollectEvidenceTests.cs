using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Evidence;

public sealed class CollectEvidenceTests : IAsyncLifetime
{
    private const string Pods = "api/v1/namespaces/shop/pods";
    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");
    private FakeApiServer _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApiServer.StartAsync();
        _api.PutWorkload("Deployment", "web", replicas: 2, metadata: """{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"hunter2","team":"shop"},"managedFields":[{"manager":"kubectl"}]}""");
        _api.PutWorkload("ReplicaSet", "web-5d8f", ownerKind: "Deployment", owner: "web");
        foreach (var pod in new[] { "web-a", "web-b" })
            _api.PutPod(pod, "ReplicaSet", "web-5d8f", labels: """{"app":"web"}""", spec: """
                {"nodeName":"node-1","containers":[{"name":"web","image":"web:1","env":[{"name":"PASSWORD","value":"hunter2"},{"name":"FROM","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}]}],
                 "initContainers":[{"name":"migrate"}]}
                """);
        _api.Put("api/v1/namespaces/shop/events/web-b.1", """{"metadata":{"name":"web-b.1"},"involvedObject":{"uid":"uid-web-b"},"reason":"BackOff"}""");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Manifests_events_and_logs_are_read_of_the_named_pods_first_and_no_value_that_may_be_a_secret()
    {
        Log(request => $"2026-03-01T12:00:00Z of {request.Path}{request.Query}\n");
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web, 1, "web-b", "web-gone")).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(
            [
                "workload.json", "pods/web-b/pod.json", "pods/web-a/pod.json", "pods/web-b/events.json", "pods/web-a/events.json",
                "pods/web-b/web.log", "pods/web-b/migrate.log", "pods/web-a/web.log", "pods/web-a/migrate.log",
            ],
            collected.Files.Select(static file => file.File.Name));
        Assert.All(collected.Files, static file => Assert.Equal(file.File.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(file))))));
        Assert.All(collected.Files, static file => Assert.DoesNotContain("hunter2", Text(file), StringComparison.Ordinal));
        var manifest = JsonNode.Parse(Text(collected, "pods/web-b/pod.json"))!["spec"]!["containers"]![0]!["env"]!;
        Assert.Equal(("PASSWORD", "(withheld)", "db"), ((string)manifest[0]!["name"]!, (string)manifest[0]!["value"]!, (string)manifest[1]!["valueFrom"]!["secretKeyRef"]!["name"]!));
        Assert.Equal("""{"kubectl.kubernetes.io/last-applied-configuration":"(withheld)","team":"shop"}""", JsonNode.Parse(Text(collected, "workload.json"))!["metadata"]!["annotations"]!.ToJsonString());
        Assert.Contains("/pods/web-b/log?container=web&timestamps=true&tailLines=5000\n", Text(collected, "pods/web-b/web.log"), StringComparison.Ordinal);
        Assert.Equal("Pod web-gone: it is none of the workload's pods any more.", Assert.Single(collected.Missing));
    }

    [Fact]
    public async Task Of_a_container_that_was_restarted_the_log_before_is_read_too()
    {
        var pod = _api.Find($"{Pods}/web-a")!;
        pod["status"]!["containerStatuses"]![0]!["lastState"] = JsonNode.Parse("""{"terminated":{"containerID":"containerd://before"}}""");
        _api.Put($"{Pods}/web-a", pod.ToJsonString());
        Log(request => request.Query);
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Contains("previous=true", Text(collected, "pods/web-a/web.previous.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_right_to_logs_and_events_the_rest_is_kept_and_each_place_is_asked_once()
    {
        _api.PutPod("web-c", "ReplicaSet", "web-5d8f", labels: """{"app":"web"}""", spec: """{"nodeName":"node-2","containers":[{"name":"web"},{"name":"proxy"}]}""");
        _api.Inject(IsLog, FakeFaults.Status(403, "pods \"web-a\" is forbidden"), times: 100);
        _api.Inject(static request => request.Path.EndsWith("/events", StringComparison.Ordinal), FakeFaults.Status(403, "events is forbidden"), times: 100);
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(["workload.json", "pods/web-a/pod.json", "pods/web-b/pod.json", "pods/web-c/pod.json"], collected.Files.Select(static file => file.File.Name));
        Assert.Contains("does not let us 'list events in shop'", collected.Missing[0], StringComparison.Ordinal);
        Assert.StartsWith("2 more of this kind: they were not asked for", collected.Missing[1], StringComparison.Ordinal);
        Assert.Contains("does not let us 'get pods/log web-a in shop'", collected.Missing[2], StringComparison.Ordinal);
        Assert.Contains("does not let us 'get pods/log web-c in shop'", collected.Missing[3], StringComparison.Ordinal);
        Assert.StartsWith("4 more of this kind: they were not asked for", collected.Missing[4], StringComparison.Ordinal);
        Assert.Equal(2, _api.Requests.Count(IsLog));
    }

    [Fact]
    public async Task Of_a_long_log_the_end_is_kept_from_a_whole_line_on()
    {
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(static number => $"2026-03-01T12:00:00Z line {number:d6} of a long story that is told without end\n"));
        Log(_ => lines);
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        var file = collected.Files.Single(static file => file.File.Name == "pods/web-a/web.log");
        Assert.True(file.File.IsCut);
        Assert.InRange(file.File.Bytes, 500 * 1024, 512 * 1024);
        Assert.StartsWith("2026-03-01T12:00:00Z line", Text(file), StringComparison.Ordinal);
        Assert.EndsWith("line 019999 of a long story that is told without end\n", Text(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_there_is_no_room_for_is_told_and_all_that_is_kept_fits_a_commit()
    {
        // Nothing that could be compressed.
        Log(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(600_000)));
        foreach (var number in Enumerable.Range(0, 30))
            _api.PutPod($"web-{number:d2}", "ReplicaSet", "web-5d8f", labels: """{"app":"web"}""", spec: """{"containers":[{"name":"web"}]}""");
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web, 1, "web-29")).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal("pods/web-29/pod.json", collected.Files[1].File.Name);
        Assert.InRange(collected.Files.Sum(static file => file.Content.Length), 1024 * 1024, 1536 * 1024);
        Assert.Contains("12 of 32 pods: 20 are the most.", collected.Missing);
        Assert.Contains(collected.Missing, static missing => missing.EndsWith(": there was no room left.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_costs_the_time_that_is_set_and_what_was_read_is_kept()
    {
        _api.Inject(IsLog, FakeFaults.Stall(), times: 100);
        await using var host = TestHost.Of(_api.WriteKubeconfig(), static options => options.EvidenceTime = TimeSpan.FromSeconds(3.5));

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(5, collected.Files.Count);
        Assert.Equal("Everything else: the limit of 3.5 s was reached (Kubernetes:EvidenceTime, or what Outbox:Lease left).", Assert.Single(collected.Missing));
    }

    [Fact]
    public async Task Where_the_pods_cannot_be_listed_after_three_tries_what_else_there_is_is_kept()
    {
        _api.Inject(static request => request.IsList(Pods), FakeFaults.Status(503, "not now", retryAfter: "300"), times: 100);
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal("workload.json", Assert.Single(collected.Files).File.Name);
        Assert.Contains("not now", Assert.Single(collected.Missing), StringComparison.Ordinal);
        Assert.Equal(3, _api.Requests.Count(static request => request.IsList(Pods)));
    }

    [Fact]
    public async Task After_three_tries_that_ended_without_an_outcome_nothing_is_tried_any_more()
    {
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web, attempt: 4)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal("Everything: 3 tries were interrupted.", Assert.Single(collected.Missing));
        Assert.Empty(_api.Requests);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_costs_its_own_logs_only_and_one_that_is_slow_its_own_log()
    {
        _api.PutPod("web-c", "ReplicaSet", "web-5d8f", labels: """{"app":"web"}""", spec: """{"nodeName":"node-2","containers":[{"name":"slow"},{"name":"web"}]}""");
        _api.Inject(static request => IsLog(request) && request.Path.Contains("web-a", StringComparison.Ordinal), FakeFaults.Status(500, "dial tcp 10.0.0.1:10250: i/o timeout"), times: 100);
        _api.Inject(static request => IsLog(request) && request.Query.Contains("slow", StringComparison.Ordinal), static async (context, _) =>
        {
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "a first line\n");
            await context.Response.Body.FlushAsync();
            await FakeFaults.Stall()(context, () => Task.CompletedTask);
        });
        Log(_ => "a line\n");
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal("pods/web-c/web.log", Assert.Single(collected.Files, static file => file.File.Name.EndsWith(".log", StringComparison.Ordinal)).File.Name);
        Assert.Contains("i/o timeout", collected.Missing[0], StringComparison.Ordinal);
        Assert.Equal("pods/web-c/slow.log: It did not come whole in the time for one.", collected.Missing[1]);
        Assert.StartsWith("3 more of this kind: they were not asked for", collected.Missing[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_no_good_object_costs_itself_only()
    {
        _api.Inject(static request => request.Path == $"{Pods}/web-a", FakeFaults.Raw(200, """{"metadata":{"a":1,"a":2}}"""));
        _api.Inject(static request => request.Path.EndsWith("/events", StringComparison.Ordinal), FakeFaults.Raw(200, """{"metadata":"x","items":[]}"""));
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(["workload.json", "pods/web-b/pod.json", "pods/web-a/events.json", "pods/web-b/events.json"], collected.Files.Take(4).Select(static file => file.File.Name));
        Assert.Contains("cannot be read", collected.Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_events_than_are_read_and_objects_that_are_too_long_are_told()
    {
        foreach (var number in Enumerable.Range(0, 201))
            _api.Put($"api/v1/namespaces/shop/events/web-a.{number:d3}", """{"involvedObject":{"uid":"uid-web-a"},"reason":"BackOff"}""");
        _api.Put("api/v1/namespaces/shop/events/web-b.huge", $$"""{"involvedObject":{"uid":"uid-web-b"},"message":"{{new string('a', 3 * 1024 * 1024)}}"}""");
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Contains("is longer than 2048 KiB", collected.Missing.Single(static missing => missing.StartsWith("pods/web-b/events.json", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("pods/web-a/events.json: there are more events than it has.", collected.Missing);
    }

    [Fact]
    public async Task An_evicted_pod_that_detections_named_is_read_and_comes_in_their_order()
    {
        var pod = _api.Find($"{Pods}/web-b")!;
        pod["status"]!["phase"] = "Failed";
        _api.Put($"{Pods}/web-b", pod.ToJsonString());
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web, 1, "web-b", "web-a")).Result(EffectJson.Default.EvidenceCollected);

        Assert.Equal(["workload.json", "pods/web-b/pod.json", "pods/web-a/pod.json"], collected.Files.Take(3).Select(static file => file.File.Name));
    }

    [Fact]
    public async Task What_may_be_a_secret_elsewhere_is_withheld_too()
    {
        _api.PutPod("web-c", "ReplicaSet", "web-5d8f", labels: """{"app":"web"}""", annotations: $$"""{"kapp.k14s.io/original-diff":"hunter2","of-another/copy":"{\"env\":[{\"value\":\"hunter2\"}]}","of-some-tool/copy":"{{new string('x', 1100)}}hunter2","note":"short"}""",
            spec: """{"containers":[{"name":"web","livenessProbe":{"httpGet":{"httpHeaders":[{"name":"Authorization","value":"hunter2"}]}}}]}""");
        var pod = _api.Find($"{Pods}/web-c")!;
        pod["metadata"]!["managedFields"] = JsonNode.Parse("""[{"manager":"hunter2"}]""");
        pod["status"]!["containerStatuses"]![0]!["lastState"] = JsonNode.Parse("""{"terminated":{"exitCode":1,"message":"hunter2"}}""");
        _api.Put($"{Pods}/web-c", pod.ToJsonString());
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var kept = Text((await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected), "pods/web-c/pod.json");

        Assert.DoesNotContain("hunter2", kept, StringComparison.Ordinal);
        Assert.Contains("\"note\": \"short\"", kept, StringComparison.Ordinal);
        Assert.Contains("\"exitCode\": 1", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_longer_than_the_room_is_kept_by_its_end()
    {
        Log(_ => new string('a', 700_000) + "the end\n");
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.EndsWith("aathe end\n", Text(collected, "pods/web-a/web.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_that_is_gone_has_no_evidence_and_that_is_no_failure()
    {
        await using var host = TestHost.Of(_api.WriteKubeconfig());

        var collected = (await host.EvidenceAsync(Web with { Name = "gone" })).Result(EffectJson.Default.EvidenceCollected);

        Assert.Empty(collected.Files);
        Assert.All(collected.Missing, static missing => Assert.Contains("404", missing, StringComparison.Ordinal));
        Assert.Equal(2, collected.Missing.Count);
    }

    [Fact]
    public async Task Turned_off_it_asks_the_server_nothing()
    {
        await using var host = TestHost.Of(_api.WriteKubeconfig(), static options => options.EvidenceTime = TimeSpan.Zero);

        var collected = (await host.EvidenceAsync(Web)).Result(EffectJson.Default.EvidenceCollected);

        Assert.Contains("turned off", Assert.Single(collected.Missing), StringComparison.Ordinal);
        Assert.DoesNotContain(_api.Requests, static request => request.Path.Contains("shop", StringComparison.Ordinal));
    }

    private static bool IsLog(FakeRequest request) => request.Path.EndsWith("/log", StringComparison.Ordinal);

    private void Log(Func<FakeRequest, string> text) => _api.Inject(
        IsLog,
        (context, _) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
            context.Response, text(new FakeRequest("GET", context.Request.Path, context.Request.QueryString.Value ?? "", "", "")), context.RequestAborted),
        times: 1000);

    private static string Text(EvidenceCollected collected, string name) => Text(collected.Files.Single(file => file.File.Name == name));

    private static string Text(CollectedFile file)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(file.Content.ToArray()), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
