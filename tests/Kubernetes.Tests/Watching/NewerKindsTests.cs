using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Watching;

/// <summary>Kinds that the real API server of these tests does not have.</summary>
public sealed class NewerKindsTests
{
    private static readonly (string Kind, string Resource, string? Space, string Member, string Template, string Value)[] All =
    [
        ("Kustomization", "apis/kustomize.toolkit.fluxcd.io/v1/kustomizations", "flux", "spec.targetNamespace", """{"spec":{"targetNamespace":"@","decryption":{"secretRef":{"name":"left out"}}}}""", "shop"),
        ("HelmRelease", "apis/helm.toolkit.fluxcd.io/v2/helmreleases", "flux", "spec.releaseName", """{"spec":{"releaseName":"@","values":{"password":"left out"}}}""", "web"),
        ("HTTPRoute", "apis/gateway.networking.k8s.io/v1/httproutes", "shop", "spec.hostnames[0]", """{"spec":{"hostnames":["@"]}}""", "shop.example"),
        ("GRPCRoute", "apis/gateway.networking.k8s.io/v1/grpcroutes", "shop", "spec.hostnames[0]", """{"spec":{"hostnames":["@"]}}""", "shop.example"),
        ("TLSRoute", "apis/gateway.networking.k8s.io/v1alpha3/tlsroutes", "shop", "spec.hostnames[0]", """{"spec":{"hostnames":["@"]}}""", "shop.example"),
        ("TCPRoute", "apis/gateway.networking.k8s.io/v1alpha2/tcproutes", "shop", "spec.rules[0].backendRefs[0].name", """{"spec":{"rules":[{"backendRefs":[{"name":"@"}]}]}}""", "db"),
        ("UDPRoute", "apis/gateway.networking.k8s.io/v1alpha2/udproutes", "shop", "spec.rules[0].backendRefs[0].name", """{"spec":{"rules":[{"backendRefs":[{"name":"@"}]}]}}""", "dns"),
        ("Gateway", "apis/gateway.networking.k8s.io/v1/gateways", "shop", "spec.gatewayClassName", """{"spec":{"gatewayClassName":"@"}}""", "public"),
        ("VulnerabilityReport", "apis/aquasecurity.github.io/v1alpha1/vulnerabilityreports", "shop", "report.artifact.digest", """{"report":{"artifact":{"digest":"@"},"vulnerabilities":[{"vulnerabilityID":"CVE-1","description":"left out"}]}}""", "sha256:aa"),
        ("ValidatingAdmissionPolicy", "apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", null, "spec.validations[0].expression", """{"spec":{"validations":[{"expression":"@"}]}}""", "true"),
        ("ValidatingAdmissionPolicyBinding", "apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", null, "spec.policyName", """{"spec":{"policyName":"@"}}""", "deny"),
    ];

    /// <summary>Kind, path of its resource, namespace or none, and a member that is kept, in an object and with its value.</summary>
    public static TheoryData<string, string, string?, string, string, string> Objects => [.. All.Select(static one => new TheoryDataRow<string, string, string?, string, string, string>(one.Kind, one.Resource, one.Space, one.Member, one.Template, one.Value))];

    public static TheoryData<string, string> Kinds => [.. All.Select(static one => new TheoryDataRow<string, string>(one.Kind, one.Resource))];

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task It_is_listed_and_its_changes_are_followed(string kind, string resource, string? space, string member, string template, string value)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        var path = space is null ? resource : resource.Insert(resource.LastIndexOf('/') + 1, $"namespaces/{space}/");
        Put("first", value);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.KnownAsync(kind, 1);
        await api.WatchedAsync(resource);

        Put("second", value);
        await host.KnownAsync(kind, 2);
        Put("first", "other");
        await host.UntilKindAsync(kind, _ => Value("first") == "other");
        api.Delete($"{path}/second");
        await host.KnownAsync(kind, 1);

        Assert.Null(host.Show(kind, space ?? "", "second"));
        Assert.DoesNotContain("left out", host.List(kind), StringComparison.Ordinal);
        Assert.Equal("other", Value("first"));

        void Put(string name, string text)
        {
            var item = System.Text.Json.Nodes.JsonNode.Parse(template.Replace("@", text, StringComparison.Ordinal))!.AsObject();
            item["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = name };
            api.Put(path, item.ToJsonString());
        }

        string? Value(string name)
        {
            var at = host.Show(kind, space ?? "", name);
            foreach (var step in member.Replace("[0]", ".0", StringComparison.Ordinal).Split('.'))
                at = step == "0" ? at?[0] : at?[step];
            return (string?)at;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Where_it_may_not_be_read_that_is_noted_and_all_else_is_known(string kind, string resource)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        api.Serve(resource, kind);
        api.Inject(request => request.IsList(resource), FakeFaults.Status(403), times: int.MaxValue);
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());

        var plural = resource.Split('/')[^1];
        await host.UntilAsync(all => all.Pods.Count == 1 && all.Notes.Any(note => note.StartsWith(plural, StringComparison.Ordinal)));

        Assert.Equal((InventoryState.Unreadable, 0), (host.Kind(kind).State, host.Kind(kind).Objects));
        Assert.Contains("403", host.Kind(kind).Note, StringComparison.Ordinal);
        api.Heal();
        await host.KnownAsync(kind, 0);
        await host.UntilAsync(all => !all.Notes.Any(note => note.StartsWith(plural, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Where_it_is_not_installed_there_is_none_until_it_is(string kind, string resource)
    {
        await using var api = await FakeApiServer.StartAsync();
        api.PutPod("a");
        await using var host = await WatchingHost.StartAsync(api.WriteKubeconfig());
        await host.UntilKindAsync(kind, one => one.State == InventoryState.NotServed);
        await host.UntilAsync(all => all.Lists == 1);
        Assert.Equal(0, host.Kind(kind).Objects);
        if (!host.Kind(kind).IsExtension)
            await host.UntilAsync(all => all.Notes.Any(note => note.StartsWith("This server does not have ", StringComparison.Ordinal)));

        api.Serve(resource, kind);

        await host.KnownAsync(kind, 0);
    }
}
