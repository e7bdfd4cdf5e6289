using IncidentMesh.Detection.Posture.Exposure.Paths;
using IncidentMesh.Detection.Posture.Exposure.Policies;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Exposure;

/// <summary>Says from where a pod can be reached.</summary>
public static class ExposureAnalysis
{
    /// <param name="pod">A pod, or a workload with its template. One without a namespace is in <c>default</c>.</param>
    /// <param name="cluster">What is known around it.</param>
    public static PodExposure Of(PodManifest pod, ClusterSnapshot cluster)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(cluster);
        var target = new TargetPod(pod, cluster);
        var ingress = new PodIngress(target, cluster.Network);
        var services = new ServiceTargets(target, cluster.Network);
        var nodes = new NodeEntrances(target, cluster);
        var proxies = new ProxySearch(cluster.Network);

        var judged = new PathJudgement(target, ingress, cluster);
        judged.AddPodNetwork();
        foreach (var entry in new ServiceEntries(services, nodes).All()
            .Concat(nodes.All())
            .Concat(new IngressEntries(services, proxies, cluster.Network).All())
            .Concat(new GatewayEntries(services, proxies, cluster.Network).All()))
            judged.Add(entry);
        return judged.Result(Unknowns(cluster));
    }

    private static IEnumerable<string> Unknowns(ClusterSnapshot cluster)
    {
        if (!cluster.Knows("NetworkPolicy"))
            yield return "Network policies are not known: each path is as if there were none but those shown.";
        if (!cluster.Knows("Service"))
            yield return "Services are not known: there may be paths through them.";
    }
}
