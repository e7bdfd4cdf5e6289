using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

public sealed class FactsTests
{
    [Fact]
    public async Task Pods_are_told_with_their_topmost_workload()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutWorkload("Deployment", "web", 2);
        api.PutWorkload("ReplicaSet", "web-1", ownerKind: "Deployment", owner: "web");
        api.PutPod("web-1-a", "ReplicaSet", "web-1", labels: """{"pod-template-hash":"1"}""");
        api.PutWorkload("StatefulSet", "db", 1);
        api.PutPod("db-0", "StatefulSet", "db", labels: """{"controller-revision-hash":"db-7"}""");
        api.PutWorkload("DaemonSet", "agent");
        api.PutPod("agent-x", "DaemonSet", "agent");
        api.PutWorkload("CronJob", "nightly");
        api.PutWorkload("Job", "nightly-1", ownerKind: "CronJob", owner: "nightly");
        api.PutPod("nightly-1-a", "Job", "nightly-1");
        api.PutWorkload("Job", "import");
        api.PutPod("import-a", "Job", "import");
        api.PutPod("bare");
        api.PutPod("kube-proxy-node-1", "Node", "node-1");
        api.PutWorkload("ReplicaSet", "canary-1", ownerKind: "Rollout", owner: "canary");
        api.PutPod("canary-1-a", "ReplicaSet", "canary-1");
        api.PutPod("broker-0", "StrimziPodSet", "broker");
        api.PutWorkload("ReplicaSet", "alone");
        api.PutPod("alone-a", "ReplicaSet", "alone");
        api.PutWorkload("ReplicaSet", "snake", ownerKind: "ReplicaSet", owner: "snake");
        api.PutPod("snake-a", "ReplicaSet", "snake");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        var pods = host.Sink.See("prod", all => all.Pods.Values.ToDictionary(pod => pod.Name, pod => $"{pod.WorkloadKind}/{pod.WorkloadName}"));
        Assert.Equal(new Dictionary<string, string>
        {
            ["web-1-a"] = "Deployment/web",
            ["db-0"] = "StatefulSet/db",
            ["agent-x"] = "DaemonSet/agent",
            ["nightly-1-a"] = "CronJob/nightly",
            ["import-a"] = "Job/import",
            ["bare"] = "Pod/bare",
            ["kube-proxy-node-1"] = "Pod/kube-proxy-node-1",
            ["canary-1-a"] = "Rollout/canary",
            ["broker-0"] = "StrimziPodSet/broker",
            ["alone-a"] = "ReplicaSet/alone",
            ["snake-a"] = "ReplicaSet/snake",
        }, pods);
        Assert.Equal(
            "CronJob/nightly DaemonSet/agent Deployment/web Job/import Pod/bare Pod/kube-proxy-node-1 ReplicaSet/alone ReplicaSet/snake Rollout/canary StatefulSet/db StrimziPodSet/broker",
            host.Sink.See("prod", all => string.Join(' ', all.Workloads.Keys.Select(key => key["shop/".Length..]))));
        var web = host.Sink.See("prod", all => all.Pods["shop/web-1-a"]);
        Assert.Equal(("c-web-1-a", "1", "Running", "sha256:aa"), (web.ContainerIds.Single(), web.Revision, web.Phase, web.Image));
        Assert.Equal("db-7", host.Sink.See("prod", all => all.Pods["shop/db-0"].Revision));
        Assert.All(
            api.Requests.Where(request => request.Path.EndsWith("replicasets", StringComparison.Ordinal)),
            request => Assert.Contains("as=PartialObjectMetadata", request.Accept, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"web"}],"initContainers":[{"name":"migrate"}]}""", null, null)]
    [InlineData("""{"containers":[{"name":"web"},{"name":"proxy"}]}""", null, "web")]
    [InlineData("""{"containers":[{"name":"proxy"},{"name":"web"}]}""", "web", "web")]
    [InlineData("""{"containers":[{"name":"proxy"},{"name":"web"}]}""", "gone", "proxy")]
    [InlineData("""{"containers":[{"name":"web"}],"initContainers":[{"name":"proxy","restartPolicy":"Always"}]}""", null, "web")]
    public async Task Pods_are_told_with_their_main_container_where_several_run_side_by_side(string spec, string? annotation, string? main)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("web-1-a", spec: spec, annotations: annotation is null ? "{}" : $$"""{"kubectl.kubernetes.io/default-container":"{{annotation}}"}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        Assert.Equal(main, host.Sink.See("prod", all => all.Pods["shop/web-1-a"].MainContainer));
    }

    [Fact]
    public async Task Pods_are_told_with_the_commands_that_the_kubelet_runs_in_them()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("db-0", spec: """
            {"containers":[{"name":"db",
              "livenessProbe":{"exec":{"command":["sh","-c","pg_isready"]},"periodSeconds":5},"readinessProbe":{"httpGet":{"port":80}},"startupProbe":{"exec":{"command":["/bin/up"]}},
              "lifecycle":{"preStop":{"exec":{"command":["drain","now"]}}}}]}
            """);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        Assert.Equal(
            [
                new ExecProbe { Container = "db", Kind = "liveness probe", Command = "sh -c pg_isready", Period = 5 },
                new ExecProbe { Container = "db", Kind = "startup probe", Command = "/bin/up", Period = 10 },
                new ExecProbe { Container = "db", Kind = "preStop hook", Command = "drain now", Period = 0 },
            ],
            host.Sink.See("prod", all => all.Pods["shop/db-0"].Probes));
    }

    [Fact]
    public async Task Workloads_are_told_with_what_scoring_and_planning_read()
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Put("api/v1/namespaces/shop", """{"metadata":{"name":"shop","labels":{"env":"staging"},"annotations":{"incidentmesh.io/notify":"slack"}}}""");
        api.PutWorkload("Deployment", "web", 12,
            metadata: """{"labels":{"environment":"production","criticality":"high","app.kubernetes.io/managed-by":"Helm","kustomize.toolkit.fluxcd.io/name":"apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system"},"annotations":{"incidentmesh.io/notify":"slack:#payments","argocd.argoproj.io/tracking-id":"shop:apps/Deployment:shop/web","meta.helm.sh/release-name":"web"}}""",
            podSpec: """{"serviceAccountName":"web","containers":[{"name":"a"},{"name":"b","securityContext":{"privileged":true}}]}""");
        api.PutWorkload("Deployment", "quiet", podSpec: """{"containers":[{"name":"a","securityContext":{"privileged":false}}],"volumes":[{"name":"v","emptyDir":{}}]}""");
        api.PutWorkload("DaemonSet", "agent", podSpec: """{"volumes":[{"name":"v","hostPath":{"path":"/"}}]}""");
        api.PutWorkload("StatefulSet", "net", podSpec: """{"hostNetwork":true}""");
        api.PutWorkload("StatefulSet", "pid", podSpec: """{"hostPID":true}""");
        api.PutWorkload("StatefulSet", "ipc", podSpec: """{"hostIPC":true}""");
        api.PutWorkload("Deployment", "init", podSpec: """{"initContainers":[{"name":"a","securityContext":{"privileged":true}}]}""");
        api.Put("apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers",
            """{"metadata":{"name":"keda-hpa-web","ownerReferences":[{"kind":"ScaledObject","name":"web","uid":"u","controller":true}]},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"web"}}}""");
        api.Put("apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers",
            """{"metadata":{"name":"other"},"spec":{"scaleTargetRef":{"kind":"StatefulSet","name":"web"}}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);

        var workloads = host.Sink.See("prod", all => all.Workloads.Values.ToDictionary(workload => workload.Name));
        var web = workloads["web"];
        Assert.Equal(("uid-web", 12, "production", "web"), (web.Uid, web.Replicas, web.Environment, web.ServiceAccount));
        Assert.Equal(["Application/shop", "Helm/web", "HorizontalPodAutoscaler/keda-hpa-web", "Kustomization/flux-system/apps", "ScaledObject/web"], web.Controllers);
        Assert.Equal("staging", workloads["quiet"].Environment);
        Assert.Equal(
            [
                new(ContextPlace.WorkloadAnnotation, "incidentmesh.io/notify", "slack:#payments"), new(ContextPlace.WorkloadLabel, "criticality", "high"),
                new(ContextPlace.NamespaceAnnotation, "incidentmesh.io/notify", "slack"),
            ],
            web.Signs);
        Assert.Equal([new ContextSign(ContextPlace.NamespaceAnnotation, "incidentmesh.io/notify", "slack")], workloads["quiet"].Signs);
        Assert.Equal(["init", "web"], Named(workload => workload.Privileged));
        Assert.Equal(["agent", "ipc", "net", "pid"], Named(workload => workload.HostAccess));
        Assert.Null(workloads["agent"].Replicas);

        IEnumerable<string> Named(Func<Contracts.Clusters.WorkloadRecord, bool> holds) =>
            workloads.Values.Where(holds).Select(workload => workload.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_pod_of_nobody_says_itself_whom_to_tell()
    {
        const string Pods = "api/v1/namespaces/shop/pods";
        await using var api = await FakeApiServer.StartAsync();
        api.Put(Pods, """{"metadata":{"name":"bare","uid":"u","annotations":{"incidentmesh.io/notify":"slack:#payments"},"labels":{"criticality":"high"}}}""");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilAsync(all => all.Lists == 1);
        Assert.Equal(
            [new(ContextPlace.WorkloadAnnotation, "incidentmesh.io/notify", "slack:#payments"), new(ContextPlace.WorkloadLabel, "criticality", "high")],
            host.Sink.See("prod", all => all.Workloads["shop/Pod/bare"].Signs));

        api.Put(Pods, """{"metadata":{"name":"bare","uid":"u","annotations":{"incidentmesh.io/notify":"slack:#oncall"}}}""");

        await host.UntilAsync(all => all.Workloads["shop/Pod/bare"].Signs is [{ Value: "slack:#oncall" }]);
    }

    [Theory]
    [InlineData("v1.31.4-eks-1a2b3c4")]
    [InlineData(null)]
    public async Task The_servers_version_is_told_where_it_says_it(string? version)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.Version = version;
        api.PutPod("a");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1 && all.ServerVersion == version);
        await api.AskedAsync(request => request.Path == "version");
    }

    [Fact]
    public async Task Services_and_ingresses_that_select_its_pods_expose_a_workload()
    {
        await using var api = await FakeApiServer.StartAsync();
        foreach (var name in new[] { "balanced", "port", "inner", "routed", "old-style", "default" })
            api.PutWorkload("Deployment", name);
        PutService("lb", "LoadBalancer", "balanced");
        PutService("np", "NodePort", "port");
        PutService("inner", "ClusterIP", "inner");
        PutService("routed", "ClusterIP", "routed");
        PutService("old-style", "ClusterIP", "old-style");
        PutService("default", "ClusterIP", "default");
        api.Put("api/v1/namespaces/shop/services", """{"metadata":{"name":"no-selector"},"spec":{"type":"LoadBalancer"}}""");
        api.Put("api/v1/namespaces/elsewhere/services", """{"metadata":{"name":"lb"},"spec":{"type":"LoadBalancer","selector":{"app":"inner"}}}""");
        api.Put("apis/networking.k8s.io/v1/namespaces/shop/ingresses",
            """
            {"metadata":{"name":"i"},"spec":{"defaultBackend":{"service":{"name":"default"}},
             "rules":[{"host":"a"},{"http":{"paths":[{"backend":{"service":{"name":"routed"}}},{"backend":{"serviceName":"old-style"}},{"backend":{"resource":{}}}]}}]}}
            """);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        await host.UntilAsync(all => all.Lists == 1);
        Assert.Equal("balanced default old-style port routed", Exposed());

        api.Delete("apis/networking.k8s.io/v1/namespaces/shop/ingresses/i");
        PutService("lb", "ClusterIP", "balanced");
        await host.UntilAsync(_ => Exposed() == "port");

        string Exposed() => host.Sink.See("prod", all => string.Join(' ', all.Workloads.Values.Where(workload => workload.Exposed == true).Select(workload => workload.Name)));
        void PutService(string name, string type, string app) => api.Put("api/v1/namespaces/shop/services",
            $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"type":"{{{type}}}","selector":{"app":"{{{app}}}"} } }""");
    }
}
