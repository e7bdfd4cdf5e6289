using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities.Components;

/// <summary>Finds what a cluster runs of Kubernetes, in its nodes and in the pods of its control plane.</summary>
public static class ClusterComponents
{
    /// <summary>Kubernetes' own components, as its feed calls them: what is said of Kubernetes as a whole is said of these.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet", "kubectl", "kubeadm"];

    private static readonly string[] ControlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

    /// <summary>Kubelet, kube-proxy and container runtime of a node, as far as it tells.</summary>
    public static IEnumerable<RunningComponent> OfNode(JsonElement node)
    {
        if (node.Member("metadata")?.Text("name") is not { } name || node.Member("status")?.Member("nodeInfo") is not { } info)
            yield break;
        if (info.Text("kubeletVersion") is { Length: > 0 } kubelet)
            yield return new RunningComponent("kubelet", name, kubelet);
        // Empty from Kubernetes v1.33 on: kube-proxy need not be the kubelet's, nor be there.
        if (info.Text("kubeProxyVersion") is { Length: > 0 } proxy)
            yield return new RunningComponent("kube-proxy", name, proxy);
        if (info.Text("containerRuntimeVersion")?.Split("://", 2) is [{ Length: > 0 } runtime, { Length: > 0 } version])
            yield return new RunningComponent(runtime, name, version);
    }

    /// <summary>Components that a pod runs, by their images' names and tags.</summary>
    public static IEnumerable<RunningComponent> OfPod(JsonElement pod)
    {
        var place = pod.Member("spec")?.Text("nodeName") ?? "";
        foreach (var container in pod.Member("spec")?.Items("containers") ?? [])
        {
            var image = container.Text("image")?.Split('@')[0] ?? "";
            var last = image[(image.LastIndexOf('/') + 1)..].Split(':');
            if (last is [var name, var tag] && Names.Contains(name) && ComponentVersion.Parse(tag) is not null)
                yield return new RunningComponent(name, place, tag);
        }
    }

    /// <summary>
    /// Components of a control plane whose pods nobody sees, as clouds have it: by the version that its API server tells.
    /// </summary>
    public static IEnumerable<RunningComponent> OfServer(string? version, IReadOnlyCollection<RunningComponent> seen) =>
        version is null ? [] : ControlPlane.Where(name => seen.All(one => one.Name != name)).Select(name => new RunningComponent(name, "", version));
}
