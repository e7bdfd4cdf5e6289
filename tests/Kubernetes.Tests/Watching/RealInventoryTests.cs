using IncidentMesh.Kubernetes.Api.Http;
using IncidentMesh.Kubernetes.Resources;
using IncidentMesh.Kubernetes.Tests.Deployment;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>
/// The whole inventory of a real server, with exactly the role that is shipped for reading. Alone on the server, because
/// it is restarted.
/// </summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class RealInventoryTests(KubernetesTestServer fixture)
{
    private const string Alone = "alone on the API server";
    private const int Deployments = 200;
    private const int Replicas = 5;

    [Fact]
    public async Task What_is_followed_through_churn_cut_watches_and_a_restart_equals_a_fresh_list_of_the_end()
    {
        var server = await fixture.RequireAsync();
        await using var proxy = new CuttableProxy(server.Address.Port);
        var kubeconfig = await ShippedManifests.InstallAccountAsync(server, proxy.Address);
        var space = await TestNamespace.CreateAsync(server.Admin);
        var churn = new Churn(server.Admin, space);
        await churn.CreateAsync(Deployments, Replicas);
        await churn.UntilPodsAsync(Deployments * Replicas);

        await using var follower = await WatchingHost.StartAsync(kubeconfig, options => options.ListPage = 250);
        await follower.UntilAsync(all => all.Lists == 1);
        Assert.Equal(Deployments * Replicas, follower.Sink.See("prod", all => all.Pods.Values.Count(pod => pod.Namespace == space.Name)));
        Assert.True(PodLists() >= Deployments * Replicas / 250);

        await churn.ChangeAsync(250);
        proxy.CutAll();
        await churn.ChangeAsync(250);
        // While nothing reaches us a lot happens, and then the server forgets that it did.
        var stood = (string)(await server.Admin.GetAsync($"{space.Pods}?limit=1"))["metadata"]!["resourceVersion"]!;
        var listed = PodLists();
        proxy.Block();
        await churn.ChangeAsync(250);
        await server.RestartApiServerAsync();
        Assert.Equal(410, await server.FirstErrorAsync(space.Pods, stood));
        proxy.Unblock();
        await churn.ChangeAsync(250);
        await churn.UntilPodsAsync(churn.Pods);

        await using var fresh = await WatchingHost.StartAsync(server.Kubeconfig);
        await fresh.UntilAsync(all => all.Lists == 1);
        await UntilSameAsync(follower, fresh, space.Name);
        Assert.Equal(churn.Pods, fresh.Sink.See("prod", all => all.Pods.Values.Count(pod => pod.Namespace == space.Name)));
        Assert.Equal(1, follower.Sink.See("prod", all => all.Lists));
        Assert.True(PodLists() > listed);
        Assert.Null(follower.Sink.See("prod", all => all.Unreachable));
        Assert.DoesNotContain(follower.Sink.See("prod", all => all.Notes), note => note.Contains("cannot be read", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Audit.Requests(resource: "secrets"), request => request.User == ShippedManifests.User && IsOurs(request));
        await churn.DeleteAsync();

        int PodLists() => server.Audit.Requests("list", "pods").Count(request => request.User == ShippedManifests.User && IsOurs(request));
    }

    [Fact]
    public async Task Custom_resources_are_read_once_their_definitions_are_installed()
    {
        var server = await fixture.RequireAsync(controllers: false);
        await using var host = await WatchingHost.StartAsync(await ShippedManifests.InstallAccountAsync(server));
        await host.UntilAsync(all => all.Lists == 1);
        var definitions = new (string Group, string Version, string Kind, string Plural, string Spec)[]
        {
            ("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects", """{"scaleTargetRef":{"name":"web"},"triggers":[{"type":"cron","metadata":{"start":"x"}}]}"""),
            ("argoproj.io", "v1alpha1", "Application", "applications", """{"project":"shop","destination":{"namespace":"shop"},"source":{"repoURL":"https://u:p@example.com"}}"""),
            ("cert-manager.io", "v1", "Certificate", "certificates", """{"secretName":"web-tls","dnsNames":["shop.example"]}"""),
            ("external-secrets.io", "v1", "ExternalSecret", "externalsecrets", """{"target":{"name":"db"},"secretStoreRef":{"name":"vault"}}"""),
            ("argoproj.io", "v1alpha1", "Rollout", "rollouts", """{"replicas":1}"""),
        };

        foreach (var (group, version, kind, plural, spec) in definitions)
        {
            await server.DefineAsync(group, version, kind, plural);
            await server.Admin.CreateAsync($"apis/{group}/{version}/namespaces/default/{plural}",
                $$$"""{"apiVersion":"{{{group}}}/{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"web"},"spec":{{{spec}}} }""");
        }

        await server.Admin.CreateAsync("api/v1/namespaces/default/pods",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"canary","ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"web","uid":"1","controller":true}]},"spec":{"containers":[{"name":"a","image":"a"}]}}""");
        foreach (var (_, version, kind, _, _) in definitions)
        {
            await host.UntilKindAsync(kind, known => known.Objects == 1);
            Assert.Equal(version, host.Kind(kind).Version);
        }

        Assert.Equal("""["shop.example"]""", host.Show("Certificate", "default", "web")!["spec"]!["dnsNames"]!.ToJsonString());
        Assert.Equal("""{"type":"cron"}""", host.Show("ScaledObject", "default", "web")!["spec"]!["triggers"]![0]!.ToJsonString());
        Assert.DoesNotContain("u:p@", host.List("Application"), StringComparison.Ordinal);
        // The newest of each that a server of 1.20 has.
        Assert.Equal(("v2beta2", "v1beta1"), (host.Kind("HorizontalPodAutoscaler").Version, host.Kind("CronJob").Version));
        await server.Admin.DeleteAsync("api/v1/namespaces/default/pods/canary", graceSeconds: 0);
    }

    private static bool IsOurs(AuditedRequest request) => request.UserAgent.StartsWith("incidentmesh/", StringComparison.Ordinal);

    private static async Task UntilSameAsync(WatchingHost follower, WatchingHost fresh, string space)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (All(follower) != All(fresh) && !deadline.IsCancellationRequested)
            await pause.WaitForNextTickAsync(CancellationToken.None);
        Assert.Equal(All(fresh), All(follower));

        string All(WatchingHost host) => string.Join('\n',
        [
            .. ResourceKinds.All.Select(kind => $"{kind}: {host.List(kind.ToString(), space)}"),
            .. host.Sink.See("prod", all => all.ToString()).Split('\n').Where(line => line.Contains(space, StringComparison.Ordinal)),
        ]);
    }
}
