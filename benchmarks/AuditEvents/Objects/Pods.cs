using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Objects;

/// <summary>Pods and what is in them.</summary>
internal static class Pods
{
    /// <summary>A pod's specification as its workload's template has it, or as an intruder wants it.</summary>
    public static void WriteSpec(Utf8JsonWriter json, Cluster cluster, string workload, PodDanger danger)
    {
        json.WriteStartObject("spec");
        json.WriteStartArray("volumes");
        WriteVolume(json, danger == PodDanger.HostPath ? "/etc" : null);
        json.WriteEndArray();
        json.WriteStartArray("containers");
        WriteContainer(json, danger == PodDanger.None ? cluster.Image(workload) : "docker.io/library/alpine:latest", workload, danger);
        if (danger == PodDanger.None && cluster.Random.Next(3) == 0)
            WriteContainer(json, cluster.Image("sidecar"), "sidecar", danger);
        json.WriteEndArray();
        json.WriteString("restartPolicy", "Always");
        json.WriteNumber("terminationGracePeriodSeconds", 30);
        json.WriteString("dnsPolicy", "ClusterFirst");
        json.WriteString("serviceAccountName", workload);
        if (danger == PodDanger.HostNetwork)
            json.WriteBoolean("hostNetwork", true);
        if (danger == PodDanger.HostPid)
            json.WriteBoolean("hostPID", true);
        json.WriteStartObject("securityContext");
        json.WriteNumber("runAsUser", danger == PodDanger.None ? 10001 : 0);
        json.WriteNumber("fsGroup", 10001);
        json.WriteEndObject();
        json.WriteString("schedulerName", "default-scheduler");
        json.WriteBoolean("enableServiceLinks", true);
        json.WriteEndObject();
    }

    /// <summary>A pod's status as the kubelet patches it.</summary>
    public static void WriteStatus(Utf8JsonWriter json, Cluster cluster, string workload)
    {
        json.WriteStartObject("status");
        json.WriteString("phase", "Running");
        Conditions.Write(json, ["Initialized", "Ready", "ContainersReady", "PodScheduled"]);
        json.WriteString("hostIP", "10.0.1.17");
        json.WriteString("podIP", cluster.Address());
        json.WriteStartArray("containerStatuses");
        json.WriteStartObject();
        json.WriteString("containerID", $"containerd://{cluster.NewUid()}{cluster.NewUid()}");
        json.WriteString("image", cluster.Image(workload));
        json.WriteString("name", workload);
        json.WriteBoolean("ready", true);
        json.WriteNumber("restartCount", cluster.Random.Next(3));
        json.WriteBoolean("started", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVolume(Utf8JsonWriter json, string? hostPath)
    {
        json.WriteStartObject();
        json.WriteString("name", "data");
        json.WriteStartObject(hostPath is null ? "emptyDir" : "hostPath");
        if (hostPath is not null)
            json.WriteString("path", hostPath);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, string image, string name, PodDanger danger)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("image", image);
        json.WriteStartArray("args");
        json.WriteStringValue("--listen=:8080");
        json.WriteStringValue($"--name={name}");
        json.WriteEndArray();
        json.WriteStartArray("env");
        foreach (var variable in (ReadOnlySpan<string>)["LOG_LEVEL", "REGION", "CACHE_SIZE"])
        {
            json.WriteStartObject();
            json.WriteString("name", variable);
            json.WriteString("value", variable.ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("resources");
        json.WriteStartObject("limits");
        json.WriteString("cpu", "500m");
        json.WriteString("memory", "256Mi");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("securityContext");
        json.WriteBoolean("privileged", danger == PodDanger.Privileged);
        json.WriteBoolean("allowPrivilegeEscalation", danger != PodDanger.None);
        json.WriteEndObject();
        json.WriteString("imagePullPolicy", "IfNotPresent");
        json.WriteEndObject();
    }
}
