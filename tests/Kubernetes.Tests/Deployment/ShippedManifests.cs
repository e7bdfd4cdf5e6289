using System.Text.Json.Nodes;
using IncidentMesh.Testing;
using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests.Deployment;

/// <summary>The manifests of <c>deploy/kubernetes</c>, rendered and applied as a user does.</summary>
internal static class ShippedManifests
{
    public const string Folder = "deploy/kubernetes";
    public const string ScaleAction = "deploy/kubernetes/actions/scale";
    public const string EvidenceAction = "deploy/kubernetes/actions/evidence";
    public const string QuarantineAction = "deploy/kubernetes/actions/quarantine";
    public const string DeletePodsAction = "deploy/kubernetes/actions/delete-pods";
    public const string User = "system:serviceaccount:incidentmesh:incidentmesh";

    public static async Task<string> RenderAsync(string folder)
    {
        CommandLine.Require("kubectl", "kubernetes-client");
        var (code, output, error) = await CommandLine.RunAsync("kubectl", ["kustomize", RepositoryFolder.Of(folder)]);
        Assert.True(code == 0, error);
        return output;
    }

    public static async Task<string> ApplyAsync(KubernetesTestServer server, string manifests, params IEnumerable<string> more)
    {
        CommandLine.Require("kubectl", "kubernetes-client");
        var (code, output, error) = await CommandLine.RunAsync(
            "kubectl", ["--kubeconfig", server.Kubeconfig, "apply", "-f", "-", .. more], manifests);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>Installs namespace, service account and the read-only role, and gives a kubeconfig of that account.</summary>
    /// <param name="server">The server.</param>
    /// <param name="address">Where that account reaches it; null for its own address.</param>
    public static async Task<string> InstallAccountAsync(KubernetesTestServer server, Uri? address = null)
    {
        foreach (var file in new[] { "namespace.yaml", "service-account.yaml", "read-role.yaml" })
            await ApplyAsync(server, await File.ReadAllTextAsync(RepositoryFolder.Of(Folder, file)));
        var answer = await server.Admin.CreateAsync("api/v1/namespaces/incidentmesh/serviceaccounts/incidentmesh/token",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        return server.WriteTokenKubeconfig(address is null ? "incidentmesh" : $"incidentmesh-{address.Port}", (string)answer!["status"]!["token"]!, address);
    }

    /// <summary>Gives a kubeconfig of an account that has the read-only role and no other.</summary>
    public static async Task<string> InstallReaderAsync(KubernetesTestServer server)
    {
        await InstallAccountAsync(server);
        await server.Admin.CreateAsync("api/v1/namespaces/incidentmesh/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"reader"}}""");
        await server.Admin.CreateAsync("apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"reader"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"incidentmesh-read"},
             "subjects":[{"kind":"ServiceAccount","name":"reader","namespace":"incidentmesh"}]}
            """);
        var answer = await server.Admin.CreateAsync("api/v1/namespaces/incidentmesh/serviceaccounts/reader/token",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        return server.WriteTokenKubeconfig("reader", (string)answer!["status"]!["token"]!);
    }

    /// <summary>Takes the role for scaling away again, where another test has installed it.</summary>
    public static async Task RemoveScaleActionAsync(KubernetesTestServer server)
    {
        await server.Admin.DeleteAsync("apis/rbac.authorization.k8s.io/v1/clusterrolebindings/incidentmesh-action-scale");
        await server.Admin.DeleteAsync("apis/rbac.authorization.k8s.io/v1/clusterroles/incidentmesh-action-scale");
    }

    /// <summary>What the account may do by the server's own word, as <c>verb group/resource</c>, without what everybody may.</summary>
    public static async Task<IReadOnlyList<string>> MayAsync(KubernetesTestServer server, string kubeconfig)
    {
        var (code, output, error) = await CommandLine.RunAsync(
            "kubectl", ["--kubeconfig", kubeconfig, "create", "-o", "json", "-f", "-"],
            """{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"default"}}""");
        Assert.True(code == 0, error);
        return
        [
            .. JsonNode.Parse(output)!["status"]!["resourceRules"]!.AsArray()
                .Where(rule => (string?)rule!["apiGroups"]?[0] != "authorization.k8s.io")
                .SelectMany(rule =>
                    from verb in rule!["verbs"]!.AsArray()
                    from apiGroup in rule["apiGroups"]!.AsArray()
                    from resource in rule["resources"]!.AsArray()
                    select $"{(string)verb!} {(string)apiGroup!}/{(string)resource!}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
