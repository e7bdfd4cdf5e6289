using IncidentMesh.Detection.Posture.Reach;

namespace IncidentMesh.Detection.Tests.Posture.Reach;

public sealed class HostReachTests
{
    private const string NoToken = "\"automountServiceAccountToken\":false";

    [Theory]
    [InlineData("/var/run/docker.sock", true, CredentialKind.HostSocket, ReachLevel.Node)]
    [InlineData("/run/containerd", true, CredentialKind.HostSocket, ReachLevel.Node)]
    [InlineData("/var/run", true, CredentialKind.HostSocket, ReachLevel.Node)]
    [InlineData("/", true, CredentialKind.HostSocket, ReachLevel.Node)]
    [InlineData("/etc/../var/./run//docker.sock", true, CredentialKind.HostSocket, ReachLevel.Node)]
    [InlineData("/var/lib/kubelet/pods", true, CredentialKind.HostPath, ReachLevel.Node)]
    [InlineData("/var/lib", true, CredentialKind.HostPath, ReachLevel.Cluster)]
    [InlineData("/var/lib/etcd", true, CredentialKind.HostPath, ReachLevel.Cluster)]
    [InlineData("/etc/kubernetes/pki", true, CredentialKind.HostPath, ReachLevel.Node)]
    [InlineData("/etc/cron.d", true, CredentialKind.HostPath, ReachLevel.Own)]
    [InlineData("/etc/cron.d", false, CredentialKind.HostPath, ReachLevel.Node)]
    [InlineData("/usr/share/zoneinfo", true, CredentialKind.HostPath, ReachLevel.Own)]
    [InlineData("/data", false, CredentialKind.HostPath, ReachLevel.Own)]
    [InlineData("/database", false, CredentialKind.HostPath, ReachLevel.Own)]
    public void A_path_of_the_node_reaches_as_far_as_what_lies_there(string path, bool isReadOnly, CredentialKind kind, ReachLevel expected)
    {
        var reach = Of($$"""{{{NoToken}},"containers":[{"name":"main","image":"web","volumeMounts":[{"name":"h","mountPath":"/h","readOnly":{{(isReadOnly ? "true" : "false")}}}]}],"volumes":[{"name":"h","hostPath":{"path":"{{path}}"} }]}""");

        var credential = Assert.Single(reach.Credentials);
        Assert.Equal((kind, path, expected, expected), (credential.Kind, credential.Name, credential.Level, reach.Level));
    }

    [Fact]
    public void A_volume_that_no_container_mounts_gives_nothing() =>
        Assert.Empty(Of($$"""{{{NoToken}},"containers":[{"name":"main","image":"web"}],"volumes":[{"name":"h","hostPath":{"path":"/"} },{"name":"s","secret":{"secretName":"tls"} }]}""").Credentials);

    [Theory]
    [InlineData("\"securityContext\":{\"privileged\":true}", "", ReachLevel.Node)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}}", "", ReachLevel.Node)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"cap_sys_module\"]}}", "", ReachLevel.Node)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}}", ",\"hostUsers\":false", ReachLevel.Nothing)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_PTRACE\"]}}", "", ReachLevel.Nothing)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"SYS_PTRACE\"]}}", ",\"hostPID\":true", ReachLevel.Node)]
    [InlineData("\"securityContext\":{\"capabilities\":{\"add\":[\"NET_BIND_SERVICE\"]}}", "", ReachLevel.Nothing)]
    public void Privileges_of_a_container_give_the_node(string container, string pod, ReachLevel expected) =>
        Assert.Equal(expected, Of($$"""{{{NoToken}},"containers":[{"name":"main","image":"web",{{container}}}]{{pod}}}""").Level);

    [Fact]
    public void Secrets_are_named_with_the_way_they_get_there()
    {
        var reach = Of(
            $$"""
            {{{NoToken}},"imagePullSecrets":[{"name":"pull"}],
             "containers":[{"name":"main","image":"web","volumeMounts":[{"name":"s","mountPath":"/s"}],"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"db","key":"p"} } }],"envFrom":[{"secretRef":{"name":"all"} }]}],
             "volumes":[{"name":"s","secret":{"secretName":"tls"} }]}
            """);

        Assert.Equal(ReachLevel.Own, reach.Level);
        Assert.Equal(
            [(CredentialKind.MountedSecret, "tls"), (CredentialKind.EnvironmentSecret, "all"), (CredentialKind.EnvironmentSecret, "db"), (CredentialKind.ImagePullSecret, "pull")],
            reach.Credentials.Select(static one => (one.Kind, one.Name)));
    }

    [Theory]
    [InlineData("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/shop", "{}", true)]
    [InlineData("iam.gke.io/gcp-service-account", "shop@p.iam.gserviceaccount.com", "{}", true)]
    [InlineData("azure.workload.identity/client-id", "1234", """{"azure.workload.identity/use":"true"}""", true)]
    [InlineData("azure.workload.identity/client-id", "1234", "{}", false)]
    public void A_role_in_a_cloud_is_a_credential_of_unknown_reach(string annotation, string role, string labels, bool isGiven)
    {
        var account = $$$"""{"kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop","annotations":{"{{{annotation}}}":"{{{role}}}"} } }""";
        var reach = ReachAnalysis.Of(Snapshots.Pod($$"""{{{NoToken}},"containers":[{"name":"main","image":"web"}]}""", labels), Snapshots.Of([account], "Node", "RoleBinding"));

        Assert.Equal(isGiven, reach.Credentials.Any(one => one.Kind == CredentialKind.CloudIdentity && one.Name == role));
        Assert.Equal(isGiven ? ReachLevel.Cluster : ReachLevel.Nothing, reach.AtMost);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("""{"podSelector":{},"policyTypes":["Egress"]}""", false)]
    [InlineData("""{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0","except":["169.254.169.254/32"]}}]}]}""", false)]
    [InlineData("""{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}],"ports":[{"port":443}]}]}""", false)]
    [InlineData("""{"podSelector":{},"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}],"ports":[{"port":1,"endPort":1000}]}]}""", true)]
    [InlineData("""{"podSelector":{},"egress":[{"to":[{"namespaceSelector":{}}]}]}""", false)]
    [InlineData("""{"podSelector":{"matchLabels":{"app":"db"}},"policyTypes":["Egress"]}""", true)]
    [InlineData("""{"podSelector":{},"policyTypes":["Ingress"]}""", true)]
    public void The_metadata_service_is_within_reach_unless_a_policy_keeps_the_pod_from_it(string? policy, bool isReached)
    {
        List<string> objects = ["""{"kind":"Node","metadata":{"name":"n1"},"spec":{"providerID":"aws:///eu-west-1a/i-1"}}"""];
        if (policy is not null)
            objects.Add($$"""{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p","namespace":"shop"},"spec":{{policy}}}""");
        var reach = ReachAnalysis.Of(Snapshots.Pod($$"""{{{NoToken}},"containers":[{"name":"main","image":"web"}]}"""), Snapshots.Of(objects, "RoleBinding"));

        Assert.Equal(isReached, reach.Credentials.Any(static one => one.Kind == CredentialKind.CloudMetadata));
    }

    private static PodReach Of(string spec) => ReachAnalysis.Of(Snapshots.Pod(spec), Snapshots.Of([], "Node", "RoleBinding", "Namespace"));
}
