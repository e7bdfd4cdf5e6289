using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Kubernetes.Recording;

/// <summary>What a made-up cluster knows of its objects, in their form.</summary>
internal static class RecordingObjects
{
    public static JsonObject Of(PodRecord pod) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace, ["uid"] = pod.Uid },
        ["spec"] = new JsonObject { ["nodeName"] = pod.Node },
        ["status"] = new JsonObject { ["phase"] = pod.Phase },
    };

    public static JsonObject Of(WorkloadRecord workload) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = workload.Kind,
        ["metadata"] = new JsonObject { ["name"] = workload.Name, ["namespace"] = workload.Namespace, ["uid"] = workload.Uid },
        ["spec"] = new JsonObject { ["replicas"] = workload.Replicas },
    };
}
