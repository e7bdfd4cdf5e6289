using System.Text.Json.Nodes;
using CsCheck;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Quarantine;

/// <summary>Whatever is lost, repeated or done by others in between, an undo gives back what was there.</summary>
public sealed class QuarantinePropertyTests
{
    private const string Policies = "apis/networking.k8s.io/v1/namespaces/shop/networkpolicies";
    private const string Pod = "api/v1/namespaces/shop/pods/web-1";

    private static readonly WorkloadRef Web = new("prod", "shop", "Deployment", "web");

    private enum Step
    {
        Quarantine,
        LoseAnswer,
        LosePolicyAnswer,
        Race,
        Refuse,
        Hold,
        OwnerLabels,
        GiveLabelBack,
        TakeLabel,
        TakeMark,
        DeletePolicy,
        OpenPolicy,
        Undo,
    }

    [Fact]
    public async Task An_undo_gives_back_the_labels_that_its_owners_gave_and_leaves_nothing_of_ours()
    {
        await using var api = await FakeApiServer.StartAsync();
        await using var host = TestHost.Of(api.WriteKubeconfig());
        await Gen.Enum<Step>().Array[1, 12].SampleAsync(
            async steps =>
            {
                api.Heal();
                api.PutPod("web-1", labels: """{"app":"web"}""");
                foreach (var left in Names(api))
                    api.Delete($"{Policies}/{left}");
                var owners = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["app"] = "web" };
                IReadOnlyList<QuarantinedPod> pods = [new("web-1", "uid-web-1", new Dictionary<string, string> { ["app"] = "web" })];
                var (isKnown, isUndone, tries) = (false, false, 0);
                foreach (var step in steps)
                {
                    var metadata = api.Find(Pod)!["metadata"]!.AsObject();
                    var isCut = metadata["labels"]!["incidentmesh.io/quarantine"] is not null;
                    var isMarked = metadata["annotations"]!["incidentmesh.io/containment"] is not null;
                    switch (step)
                    {
                        case Step.LoseAnswer:
                            api.Inject(static request => request is { Method: "PATCH", Path: Pod }, FakeFaults.LoseAnswer());
                            break;
                        case Step.LosePolicyAnswer:
                            api.Inject(static request => request.Method == "PATCH" && request.Path.StartsWith(Policies, StringComparison.Ordinal), FakeFaults.LoseAnswer());
                            break;
                        case Step.Refuse:
                            api.Inject(static request => request.Method == "PATCH", FakeFaults.Status(503));
                            break;
                        case Step.Race:
                            api.Inject(static request => request is { Method: "PATCH", Path: Pod }, FakeFaults.After(() => Change(api, static one => one["annotations"]!["touched"] = Guid.NewGuid().ToString())));
                            break;
                        case Step.OwnerLabels when !isCut && !isMarked:
                            owners[$"by-{owners.Count}"] = "owner";
                            Change(api, one => one["labels"]![$"by-{owners.Count - 1}"] = "owner");
                            break;
                        case Step.GiveLabelBack when isCut:
                            Change(api, static one => one["labels"]!["app"] = "web");
                            break;
                        case Step.TakeLabel when isCut && isMarked:
                            Change(api, static one => one["labels"]!.AsObject().Remove("incidentmesh.io/quarantine"));
                            break;
                        case Step.TakeMark when isCut && isKnown:
                            Change(api, static one => one["annotations"]!.AsObject().Remove("incidentmesh.io/containment"));
                            break;
                        case Step.DeletePolicy:
                            foreach (var name in Names(api))
                                api.Delete($"{Policies}/{name}");
                            break;
                        case Step.OpenPolicy:
                            api.Put(Policies, """{"metadata":{"name":"theirs"},"spec":{"podSelector":{},"egress":[{}]}}""");
                            break;
                        case Step.Quarantine when !isKnown && !isUndone:
                            if (await host.QuarantineAsync(Web, pods, attempt: ++tries) is EffectOutcome.Done done)
                                (pods, isKnown) = (((EffectOutcome)done).Result(EffectJson.Default.PodsSnapshot).Pods, true);
                            break;
                        case Step.Hold when isKnown && !isUndone:
                            Assert.IsNotType<EffectOutcome.Refused>(await host.HoldPodsAsync(Web, pods));
                            break;
                        case Step.Undo:
                            // A try that may fail; the last one is below.
                            await host.ReleaseAsync(Web, pods, callBack: !isKnown);
                            isUndone = true;
                            break;
                        default:
                            break;
                    }
                }

                api.Heal();
                Assert.IsType<EffectOutcome.Done>(await host.ReleaseAsync(Web, pods, callBack: !isKnown));
                var after = api.Find(Pod)!["metadata"]!;
                Assert.Equal(owners, new SortedDictionary<string, string>(after["labels"]!.AsObject().ToDictionary(static label => label.Key, static label => (string)label.Value!), StringComparer.Ordinal));
                Assert.DoesNotContain(after["annotations"]!.AsObject(), static one => one.Key.StartsWith("incidentmesh.io/", StringComparison.Ordinal));
                Assert.Empty(Names(api));
            },
            iter: 500,
            threads: 1);
    }

    private static void Change(FakeApiServer api, Action<JsonObject> change)
    {
        var pod = api.Find(Pod)!;
        change(pod["metadata"]!.AsObject());
        api.Put(Pod, pod.ToJsonString());
    }

    /// <summary>The NetworkPolicies of ours that are there.</summary>
    private static List<string> Names(FakeApiServer api) =>
    [
        .. api.Requests.Where(static request => request.Method == "PATCH" && request.Path.StartsWith(Policies, StringComparison.Ordinal))
            .Select(static request => request.Path[(Policies.Length + 1)..]).Distinct().Where(name => api.Find($"{Policies}/{name}") is not null),
    ];
}
