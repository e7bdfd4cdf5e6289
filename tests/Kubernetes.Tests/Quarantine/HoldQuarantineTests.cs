using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Kubernetes;
using Microsoft.AspNetCore.Http;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

public sealed class HoldQuarantineTests : QuarantineShop
{
    [Fact]
    public async Task A_hold_that_was_called_back_writes_nothing()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        Api.PutPod("web-1", labels: """{"app":"web"}""", annotations: JsonSerializer.Serialize(new Dictionary<string, string?> { ["incidentmesh.io/containment"] = Mark("web-1") }));
        var writes = Api.Requests.Count(static request => request.Method == "PATCH");
        Host.Fence.CallBack(EffectKinds.HoldQuarantine);

        Assert.Equal("called back", (await Host.HoldPodsAsync(Web, [One])).Reason());
        Assert.Equal(writes, Api.Requests.Count(static request => request.Method == "PATCH"));
    }

    [Fact]
    public async Task What_an_admission_webhook_makes_of_a_write_is_seen()
    {
        Api.Inject(static request => request is { Method: "PATCH", Path: "api/v1/namespaces/shop/pods/web-1" }, Relabel, times: int.MaxValue);
        var partly = (await Host.QuarantineAsync(Web, [One, Two])).Result(EffectJson.Default.PodsSnapshot);
        Assert.Equal(["web-1", "web-2"], partly.Pods.Select(static pod => pod.Name));
        Assert.Contains("something changed what was", Assert.Single(partly.Notes), StringComparison.Ordinal);

        var held = (await Host.HoldPodsAsync(Web, partly.Pods)).Result(EffectJson.Default.ContainmentDrift);

        Assert.Equal(DriftKind.Stuck, held.Kind);
        Assert.StartsWith("Something is not cut off, because web-1 was changed and cannot be set right", held.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_lets_traffic_through_since_is_told_until_it_is_gone()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        Api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{}]}}""");
        var known = (await Host.SnapshotPodsAsync(Web, "web-2")).Result(EffectJson.Default.PodsSnapshot).OpenPolicies!;
        var label = (string)Labels("web-1")["incidentmesh.io/quarantine"]!;
        Api.Put(Policies, $$"""{"metadata":{"name":"new"},"spec":{"podSelector":{"matchLabels":{"incidentmesh.io/quarantine":"{{label}}"} },"ingress":[{}]} }""");

        var open = (await Host.HoldPodsAsync(Web, [One], null, known)).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal(DriftKind.Stuck, open.Kind);
        Assert.StartsWith("Something is not cut off, because NetworkPolicy new lets traffic through", open.Found, StringComparison.Ordinal);
        Api.Delete($"{Policies}/new");
        Api.Inject(static request => request.IsList(Policies), FakeFaults.Status(403));
        Assert.IsType<EffectOutcome.Again>(await Host.HoldPodsAsync(Web, [One], DriftKind.Stuck, known));

        Assert.Equal(DriftKind.Recovered, (await Host.HoldPodsAsync(Web, [One], DriftKind.Stuck, known)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task A_policy_that_was_open_before_and_is_another_by_now_is_told_too()
    {
        Api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{"ports":[{"port":53}]}]}}""");
        var known = (await Host.SnapshotPodsAsync(Web, "web-1")).Result(EffectJson.Default.PodsSnapshot).OpenPolicies!;
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        Assert.IsType<EffectOutcome.Again>(await Host.HoldPodsAsync(Web, [One], null, known));
        Api.Delete($"{Policies}/known");
        Api.Put(Policies, """{"metadata":{"name":"known"},"spec":{"podSelector":{},"egress":[{}]}}""");

        Assert.Equal(DriftKind.Stuck, (await Host.HoldPodsAsync(Web, [One], null, known)).Result(EffectJson.Default.ContainmentDrift).Kind);
    }

    [Fact]
    public async Task A_pod_that_somebody_took_back_is_let_go_and_the_others_are_held()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One, Two]));
        Api.PutPod("web-1", labels: """{"app":"web"}""");

        var released = (await Host.HoldPodsAsync(Web, [One, Two])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal((DriftKind.Released, "web-1"), (released.Kind, Assert.Single(released.Released!)));
        Assert.Equal("1 pod is cut off.", (await Host.HoldPodsAsync(Web, [Two], DriftKind.Released)).Reason());

        Api.PutPod("web-2", labels: """{"app":"web"}""");
        Assert.Equal(DriftKind.Lost, (await Host.HoldPodsAsync(Web, [Two])).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    [Fact]
    public async Task Pods_that_are_gone_are_nothing_to_hold_and_nothing_to_undo()
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        Api.Delete("api/v1/namespaces/shop/pods/web-1");

        var gone = (await Host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal((DriftKind.Gone, "web-1"), (gone.Kind, Assert.Single(gone.Released!)));
        Assert.Equal("None of the pods is left.", (await Host.HoldPodsAsync(Web, [], DriftKind.Gone)).Reason());
        Assert.Equal(DriftKind.Recovered, (await Host.HoldPodsAsync(Web, [], DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Equal("Gone, so that nothing of it is left to undo: web-1.", (await Host.ReleaseAsync(Web, [One])).Result(EffectJson.Default.PodsObserved).Note);
        Assert.DoesNotContain(Api.Requests, static request => request.Method == "PATCH" && request.Path.EndsWith("web-2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(503, true)]
    public async Task What_is_open_and_cannot_be_cut_off_again_is_told_unless_it_may_be_a_moment(int status, bool waits)
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        var path = Api.Requests.Last(static request => request.Method == "PATCH" && request.Path.StartsWith(Policies, StringComparison.Ordinal)).Path;
        Api.Delete(path);
        Api.Inject(static request => request.Method == "PATCH", FakeFaults.Status(status), times: int.MaxValue);

        var first = (await Host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift);
        Assert.Equal(waits ? DriftKind.Unwritten : DriftKind.Stuck, first.Kind);
        if (waits)
            Assert.Equal(DriftKind.Stuck, (await Host.HoldPodsAsync(Web, [One], DriftKind.Unwritten)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.IsType<EffectOutcome.Again>(await Host.HoldPodsAsync(Web, [One], DriftKind.Stuck));

        Api.Heal();
        Assert.Equal(DriftKind.Corrected, (await Host.HoldPodsAsync(Web, [One], DriftKind.Stuck)).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.NotNull(Api.Find(path));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"id":"inc-1/plan-1"}""")]
    [InlineData("null")]
    public async Task A_mark_that_cannot_be_read_is_written_anew(string mark)
    {
        Assert.IsType<EffectOutcome.Done>(await Host.QuarantineAsync(Web, [One]));
        var label = Labels("web-1").ToJsonString();
        Api.PutPod("web-1", labels: label, annotations: JsonSerializer.Serialize(new Dictionary<string, string> { ["incidentmesh.io/containment"] = mark }));

        Assert.Equal(DriftKind.Corrected, (await Host.HoldPodsAsync(Web, [One])).Result(EffectJson.Default.ContainmentDrift).Kind);
        Assert.Contains("inc-1/plan-1", Mark("web-1"), StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Done>(await Host.ReleaseAsync(Web, [One]));
        Assert.Equal("""{"app":"web"}""", Labels("web-1").ToJsonString());
    }

    /// <summary>A webhook that gives the label back to whatever is written.</summary>
    private async Task Relabel(HttpContext context, Func<Task> proceed)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await proceed();
        context.Response.Body = body;
        var pod = Api.Find("api/v1/namespaces/shop/pods/web-1")!;
        pod["metadata"]!["labels"]!["app"] = "web";
        await context.Response.WriteAsync(Api.Put("api/v1/namespaces/shop/pods/web-1", pod.ToJsonString()).ToJsonString());
    }
}
