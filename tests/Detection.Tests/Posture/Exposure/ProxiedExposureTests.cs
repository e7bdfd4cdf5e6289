using IncidentMesh.Detection.Posture.Exposure;

namespace IncidentMesh.Detection.Tests.Posture.Exposure;

/// <summary>Through an ingress controller or a gateway, whose pods are the ones that connect.</summary>
public sealed class ProxiedExposureTests
{
    private const string Shop = """{"kind":"Namespace","metadata":{"name":"shop"}}""";
    private const string Edge = """{"kind":"Namespace","metadata":{"name":"edge","labels":{"zone":"edge"}}}""";
    private const string Service = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[{"name":"http","port":80,"targetPort":8080}]}}""";
    private const string Ingress = """{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"shop","namespace":"shop","annotations":{}},"spec":{"ingressClassName":"nginx","rules":[{"host":"shop.example","http":{"paths":[{"path":"/","backend":{"service":{"name":"web","port":{"name":"http"}}}}]}}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]}}}""";
    private const string Controller = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"nginx","namespace":"edge"},"spec":{"type":"LoadBalancer","selector":{"app":"nginx"},"ports":[{"port":443}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]}}}""";

    [Fact]
    public void An_ingress_exposes_to_the_Internet_and_names_host_service_and_port()
    {
        var exposure = Of([Shop, Service, Ingress], "NetworkPolicy");

        Assert.Equal(ExposureLevel.Internet, exposure.Level);
        Assert.Equal(
            ["From the Internet:", "Ingress shop/shop serves shop.example/ at 203.0.113.7.", "It leads to service shop/web, and that to 8080/TCP of the pod."],
            exposure.Paths[0].Steps);
    }

    [Theory]
    [InlineData("\"nginx.ingress.kubernetes.io/whitelist-source-range\":\"10.0.0.0/8\"")]
    [InlineData("\"alb.ingress.kubernetes.io/inbound-cidrs\":\"10.0.0.0/8\"")]
    public void An_ingress_may_take_private_clients_only(string annotation) =>
        Assert.Equal(ExposureLevel.Cluster, Of([Shop, Service, Ingress.Replace("\"annotations\":{", $"\"annotations\":{{{annotation}", StringComparison.Ordinal)], "NetworkPolicy").Level);

    [Theory]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}}}""", ExposureLevel.Internet, ExposureLevel.Internet)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}},"podSelector":{"matchLabels":{"app":"nginx"}}}""", ExposureLevel.Internet, ExposureLevel.Internet)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}},"podSelector":{"matchLabels":{"part":"proxy"}}}""", ExposureLevel.Cluster, ExposureLevel.Internet)]
    [InlineData("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}},"podSelector":{"matchLabels":{"app":"other"}}}""", ExposureLevel.Cluster, ExposureLevel.Cluster)]
    [InlineData("""{"podSelector":{}}""", ExposureLevel.Namespace, ExposureLevel.Namespace)]
    public void A_policy_is_held_against_the_controllers_pods_where_its_service_is_known(string peer, ExposureLevel level, ExposureLevel atMost)
    {
        var exposure = Of([Shop, Edge, Service, Ingress, Controller, Policy(peer)]);

        Assert.Equal((level, atMost), (exposure.Level, exposure.AtMost));
    }

    [Fact]
    public void Whether_a_policy_admits_an_unknown_controller_is_unknown()
    {
        var exposure = Of([Shop, Edge, Service, Ingress, Policy("""{"namespaceSelector":{"matchLabels":{"zone":"edge"}}}""")]);

        Assert.Equal((ExposureLevel.Cluster, ExposureLevel.Internet), (exposure.Level, exposure.AtMost));
    }

    [Fact]
    public void The_port_of_a_backend_must_be_the_services() =>
        Assert.Equal(ExposureLevel.Cluster, Of([Shop, Service, Ingress.Replace("\"name\":\"http\"}", "\"number\":443}", StringComparison.Ordinal)], "NetworkPolicy").AtMost);

    [Theory]
    [InlineData("Same", "shop", ExposureLevel.Cluster)]
    [InlineData("All", "shop", ExposureLevel.Internet)]
    [InlineData("Same", "edge", ExposureLevel.Cluster)]
    public void A_route_leads_in_where_the_gateway_takes_it_and_the_service_may_be_named(string from, string routeNamespace, ExposureLevel expected) =>
        Assert.Equal(expected, Of([Shop, Edge, Service, Gateway(from), Route(routeNamespace)], "NetworkPolicy").Level);

    [Fact]
    public void A_grant_lets_a_route_name_a_service_of_another_namespace() =>
        Assert.Equal(ExposureLevel.Internet, Of(
            [
                Shop, Edge, Service, Gateway("Same"), Route("edge"),
                """{"apiVersion":"gateway.networking.k8s.io/v1beta1","kind":"ReferenceGrant","metadata":{"name":"g","namespace":"shop"},"spec":{"from":[{"group":"gateway.networking.k8s.io","kind":"HTTPRoute","namespace":"edge"}],"to":[{"group":"","kind":"Service"}]}}""",
            ],
            "NetworkPolicy").Level);

    [Fact]
    public void A_route_that_its_controller_refused_leads_nowhere() =>
        Assert.Equal(ExposureLevel.Cluster, Of(
            [Shop, Service, Gateway("All"), Route("shop")[..^1] + ""","status":{"parents":[{"parentRef":{"name":"gate","namespace":"edge"},"conditions":[{"type":"Accepted","status":"False"}]}]}}"""],
            "NetworkPolicy").AtMost);

    private static string Policy(string peer) =>
        $$"""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{"podSelector":{},"ingress":[{"from":[{{peer}}],"ports":[{"port":8000,"endPort":8100}]}]} }""";

    private static string Gateway(string from) =>
        $$"""{"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"gate","namespace":"edge"},"spec":{"gatewayClassName":"envoy","listeners":[{"name":"http","port":80,"allowedRoutes":{"namespaces":{"from":"{{from}}"} } }]},"status":{"addresses":[{"type":"IPAddress","value":"203.0.113.8"}]} }""";

    private static string Route(string place) =>
        $$"""{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r","namespace":"{{place}}"},"spec":{"parentRefs":[{"name":"gate","namespace":"edge"}],"rules":[{"backendRefs":[{"name":"web","namespace":"shop","port":80}]}]} }""";

    private static PodExposure Of(IEnumerable<string> objects, params string[] known) =>
        ExposureAnalysis.Of(Snapshots.Pod("""{"containers":[{"name":"main","image":"web","ports":[{"containerPort":8080}]}]}"""), Snapshots.Of(objects, known));
}
