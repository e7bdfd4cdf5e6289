using IncidentMesh.Testing.Kubernetes;

namespace IncidentMesh.Kubernetes.Tests;

/// <summary>What tests of the inventory do with the real server.</summary>
internal static class ServerExtensions
{
    /// <summary>Watches from a version.</summary>
    /// <returns>The code with which the server refuses, or 0 where it does not.</returns>
    public static async Task<int> FirstErrorAsync(this KubernetesTestServer server, string collection, string version)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var (type, item) in server.Admin.WatchAsync(collection, version, deadline.Token))
            return type == "ERROR" ? (int)item["code"]! : 0;
        return 0;
    }

    /// <summary>Installs the definition of a custom resource that takes anything, and waits until it is served.</summary>
    public static async Task DefineAsync(this KubernetesTestServer server, string group, string version, string kind, string plural)
    {
        await server.Admin.CreateAsync("apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            $$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{plural}}}.{{{group}}}"},
             "spec":{"group":"{{{group}}}","scope":"Namespaced","names":{"kind":"{{{kind}}}","plural":"{{{plural}}}","singular":"{{{kind.ToLowerInvariant()}}}"},
              "versions":[{"name":"{{{version}}}","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } }]} }
            """);
        await server.Admin.UntilAsync($"apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldSelector=metadata.name%3D{plural}.{group}", all =>
            all.Any(definition => definition["status"]?["conditions"]?.AsArray().Any(condition =>
                (string?)condition!["type"] == "Established" && (string?)condition["status"] == "True") == true));
    }
}
