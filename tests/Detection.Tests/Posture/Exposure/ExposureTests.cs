using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Tests.Posture.Exposure;

public sealed class ExposureTests
{
    private const string Shop = """{"kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Edge = """{"kind":"Namespace","metadata":{"name":"edge","labels":{"zone":"edge"}}}""";
    private const string Service = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[{"name":"http","port":80,"targetPort":8080}]}}""";
    private const string DenyAll = """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny","namespace":"shop"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""";

    [Theory]
    [InlineData("nothing but the pod network", ExposureLevel.Cluster, "")]
    [InlineData("a load balancer that nothing keeps private", ExposureLevel.Internet, """{"type":"LoadBalancer"}""")]
    [InlineData("an internal load balancer of Google", ExposureLevel.Cluster, """{"type":"LoadBalancer"}""", """{"networking.gke.io/load-balancer-type":"Internal"}""")]
    [InlineData("an internal load balancer of Azure", ExposureLevel.Cluster, """{"type":"LoadBalancer"}""", """{"service.beta.kubernetes.io/azure-load-balancer-internal":"true"}""")]
    [InlineData("an internal load balancer of AWS", ExposureLevel.Cluster, """{"type":"LoadBalancer"}""", """{"service.beta.kubernetes.io/aws-load-balancer-internal":"true"}""")]
    [InlineData("AWS' controller, which makes internal ones by default", ExposureLevel.Cluster, """{"type":"LoadBalancer","loadBalancerClass":"service.k8s.aws/nlb"}""")]
    [InlineData("AWS' controller, told otherwise", ExposureLevel.Internet, """{"type":"LoadBalancer","loadBalancerClass":"service.k8s.aws/nlb"}""", """{"service.beta.kubernetes.io/aws-load-balancer-scheme":"internet-facing"}""")]
    [InlineData("private source ranges", ExposureLevel.Cluster, """{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"loadBalancerSourceRanges":["10.0.0.0/8","192.168.0.0/16"]}""")]
    [InlineData("an office's source range", ExposureLevel.Internet, """{"type":"LoadBalancer","loadBalancerSourceRanges":["203.0.113.0/24"]}""")]
    [InlineData("source ranges by the older annotation", ExposureLevel.Cluster, """{"type":"LoadBalancer"}""", """{"service.beta.kubernetes.io/load-balancer-source-ranges":"10.0.0.0/8, 172.16.0.0/12"}""")]
    [InlineData("a public external address", ExposureLevel.Internet, """{"externalIPs":["203.0.113.5"]}""")]
    [InlineData("a private external address", ExposureLevel.Cluster, """{"externalIPs":["10.1.2.3"]}""")]
    [InlineData("a headless service", ExposureLevel.Cluster, """{"clusterIP":"None"}""")]
    [InlineData("a name outside", ExposureLevel.Cluster, """{"type":"ExternalName","externalName":"example.com"}""")]
    [InlineData("a target port that no container has", ExposureLevel.Cluster, """{"type":"LoadBalancer","ports":[{"port":80,"targetPort":"nothing"}]}""")]
    [InlineData("another selector", ExposureLevel.Cluster, """{"type":"LoadBalancer","selector":{"app":"db"}}""")]
    public void A_service_exposes_a_pod(string what, ExposureLevel expected, string spec, string annotations = "{}")
    {
        var changed = System.Text.Json.Nodes.JsonNode.Parse(Service)!;
        changed["metadata"]!["annotations"] = System.Text.Json.Nodes.JsonNode.Parse(annotations);
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(spec.Length == 0 ? "{}" : spec)!.AsObject())
            changed["spec"]![name] = value!.DeepClone();

        var exposure = Of([Shop, changed.ToJsonString()], "NetworkPolicy", "Node");

        Assert.True(exposure.Level == expected, $"{what}: {exposure.Level}\n{string.Join('\n', exposure.Paths.SelectMany(static path => path.Steps))}");
    }

    [Fact]
    public void The_path_through_a_load_balancer_is_told_step_by_step()
    {
        var exposure = Of(
            [Shop, Service.Replace("\"spec\":{", "\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"203.0.113.7\"}]}},\"spec\":{\"type\":\"LoadBalancer\",\"loadBalancerSourceRanges\":[\"198.51.100.0/24\"],", StringComparison.Ordinal)], "NetworkPolicy");

        var path = exposure.Paths[0];
        Assert.Equal((ExposureLevel.Internet, true, "LoadBalancer", true), (path.Level, path.IsCertain, path.By, path.IsNarrowed));
        Assert.Equal(
            [
                "From a part of the Internet:",
                "Service shop/web has a load balancer at 203.0.113.7.",
                "It takes connections from 198.51.100.0/24 only.",
                "Its port 80 leads to 8080/TCP of the pod.",
            ],
            path.Steps);
    }

    [Fact]
    public void A_load_balancer_without_an_address_yet_is_no_proof()
    {
        var exposure = Of([Shop, Service.Replace("\"spec\":{", "\"status\":{\"loadBalancer\":{}},\"spec\":{\"type\":\"LoadBalancer\",\"allocateLoadBalancerNodePorts\":false,", StringComparison.Ordinal)], "NetworkPolicy");

        Assert.Equal((ExposureLevel.Cluster, ExposureLevel.Internet), (exposure.Level, exposure.AtMost));
    }

    [Fact]
    public void Default_deny_leaves_nobody() => Assert.Equal(ExposureLevel.Nobody, Of([Shop, DenyAll, Service]).Level);

    [Fact]
    public void A_policy_that_denies_closes_a_load_balancer_and_says_so()
    {
        var exposure = Of([Shop, DenyAll, Service.Replace("\"spec\":{", "\"spec\":{\"type\":\"LoadBalancer\",\"externalTrafficPolicy\":\"Local\",", StringComparison.Ordinal)], "Node");

        Assert.Equal((ExposureLevel.Nobody, ExposureLevel.Nobody), (exposure.Level, exposure.AtMost));
        Assert.Contains(exposure.Blocked, static sentence => sentence.StartsWith("Service shop/web asks for a load balancer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_of_private_addresses_does_not_keep_out_clients_that_a_node_stands_in_for()
    {
        const string policy = """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"private","namespace":"shop"},"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}]}}""";
        var balancer = Service.Replace("\"spec\":{", "\"spec\":{\"type\":\"LoadBalancer\",\"allocateLoadBalancerNodePorts\":false,", StringComparison.Ordinal);

        var hidden = Of([Shop, policy, balancer]);
        var kept = Of([Shop, policy, balancer.Replace("\"spec\":{", "\"spec\":{\"externalTrafficPolicy\":\"Local\",", StringComparison.Ordinal)]);

        Assert.Equal((ExposureLevel.Cluster, ExposureLevel.Internet), (hidden.Level, hidden.AtMost));
        Assert.Equal((ExposureLevel.Cluster, ExposureLevel.Cluster), (kept.Level, kept.AtMost));
    }

    [Theory]
    [InlineData("""{"podSelector":{}}""", ExposureLevel.Namespace)]
    [InlineData("""{"namespaceSelector":{}}""", ExposureLevel.Cluster)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}}}""", ExposureLevel.Cluster)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"none"}}}""", ExposureLevel.Nobody)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"shop"}}}""", ExposureLevel.Namespace)]
    [InlineData("""{"namespaceSelector":{},"podSelector":{"matchLabels":{"a":"1"},"matchExpressions":[{"key":"a","operator":"DoesNotExist"}]}}""", ExposureLevel.Nobody)]
    [InlineData("""{"ipBlock":{"cidr":"10.0.0.0/8"}}""", ExposureLevel.Cluster)]
    [InlineData("""{"ipBlock":{"cidr":"203.0.113.0/24"}}""", ExposureLevel.Nobody)]
    [InlineData("""{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.0.0.0/8"]}}""", ExposureLevel.Nobody)]
    public void A_policy_narrows_the_pod_network(string peer, ExposureLevel expected) =>
        Assert.Equal(expected, Of([Shop, Edge, $$"""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{"podSelector":{"matchLabels":{"app":"web"} },"ingress":[{"from":[{{peer}}]}]} }""", Service]).Level);

    [Fact]
    public void Whether_namespaces_with_a_label_exist_is_unknown_where_namespaces_are()
    {
        var exposure = Of(["""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"zone":"edge"}}}]}]}}"""], "Service");

        Assert.Equal((ExposureLevel.Nobody, ExposureLevel.Cluster), (exposure.Level, exposure.AtMost));
    }

    [Theory]
    [InlineData("\"nodeName\":\"n1\",\"hostNetwork\":true", "HostNetwork", ExposureLevel.Internet)]
    [InlineData("\"nodeName\":\"n2\",\"hostNetwork\":true", "HostNetwork", ExposureLevel.Cluster)]
    public void A_pod_on_the_nodes_network_is_as_open_as_its_node_whatever_policies_say(string members, string by, ExposureLevel expected)
    {
        var exposure = ExposureAnalysis.Of(
            Snapshots.Pod($$"""{"containers":[{"name":"main","image":"web"}],{{members}}}"""),
            Snapshots.Of([Shop, DenyAll, Node("n1", "203.0.113.1"), Node("n2", "10.0.0.2")]));

        Assert.Equal((expected, by), (exposure.Level, exposure.Paths[0].By));
    }

    [Theory]
    [InlineData("", ExposureLevel.Internet)]
    [InlineData("127.0.0.1", ExposureLevel.Nobody)]
    [InlineData("10.0.0.2", ExposureLevel.Cluster)]
    public void A_port_of_the_node_leads_to_the_pod(string hostIp, ExposureLevel expected)
    {
        const string policy = """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"203.0.113.0/24"}}]},{"from":[{"ipBlock":{"cidr":"10.0.0.0/8"}}],"ports":[{"port":"web"}]}]}}""";
        var pod = Snapshots.Pod($$"""{"containers":[{"name":"main","image":"web","ports":[{"name":"web","containerPort":8080,"hostPort":80,"hostIP":"{{hostIp}}"}]}]}""");
        var exposure = ExposureAnalysis.Of(pod, Snapshots.Of([Shop, hostIp == "127.0.0.1" ? DenyAll : policy, Node("n1", "203.0.113.1")], "Service"));

        Assert.Equal(expected, exposure.Level);
    }

    private static string Node(string name, string address) =>
        $$"""{"kind":"Node","metadata":{"name":"{{name}}"},"status":{"addresses":[{"type":"InternalIP","address":"{{address}}"}]} }""";

    private static PodExposure Of(IEnumerable<string> objects, params string[] known) => ExposureAnalysis.Of(Web, Snapshots.Of(objects, known));

    private static PodManifest Web => Snapshots.Pod("""{"containers":[{"name":"main","image":"web","ports":[{"name":"web","containerPort":8080}]}]}""");
}
