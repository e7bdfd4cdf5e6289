using System.Text.Json;

namespace IncidentMesh.Benchmarks.AuditEvents.Objects;

/// <summary>Objects other than pods, each as one value.</summary>
internal static class ClusterObjects
{
    public static Action<Utf8JsonWriter> Lease(Cluster cluster, string ns, string holder) => json =>
    {
        Metadata.Begin(json, "Lease", "coordination.k8s.io/v1");
        Metadata.Write(json, cluster, ns, holder, "lease", "metadata", "spec");
        json.WriteStartObject("spec");
        json.WriteString("holderIdentity", holder);
        json.WriteNumber("leaseDurationSeconds", 40);
        json.WriteString("renewTime", "2026-06-01T00:00:05.412901Z");
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> NodeStatusPatch(Cluster cluster) => json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteString("uid", cluster.NewUid());
        json.WriteEndObject();
        json.WriteStartObject("status");
        Conditions.Write(json, ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]);
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Node(Cluster cluster, string node) => json =>
    {
        Metadata.Begin(json, "Node", "v1");
        Metadata.Write(json, cluster, null, node, "node", "metadata", "spec", "status", "volumesAttached");
        json.WriteStartObject("status");
        Conditions.Write(json, ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]);
        json.WriteStartArray("images");
        for (var i = 0; i < 6; i++)
        {
            json.WriteStartObject();
            json.WriteStartArray("names");
            json.WriteStringValue(cluster.Image(cluster.Workload()));
            json.WriteEndArray();
            json.WriteNumber("sizeBytes", cluster.Random.Next(4_000_000, 900_000_000));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Pod(Cluster cluster, string ns, string workload, PodDanger danger, bool withStatus) => json =>
    {
        Metadata.Begin(json, "Pod", "v1");
        Metadata.Write(json, cluster, ns, cluster.Replica(workload), workload, "metadata", "spec");
        Pods.WriteSpec(json, cluster, workload, danger);
        if (withStatus)
            Pods.WriteStatus(json, cluster, workload);
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> PodStatusPatch(Cluster cluster, string workload) => json =>
    {
        json.WriteStartObject();
        Pods.WriteStatus(json, cluster, workload);
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Workload(Cluster cluster, string kind, string ns, string workload) => json =>
    {
        Metadata.Begin(json, kind, "apps/v1");
        Metadata.Write(json, cluster, ns, workload, workload, "metadata", "spec", "status");
        json.WriteStartObject("spec");
        json.WriteNumber("replicas", cluster.Random.Next(1, 12));
        json.WriteStartObject("template");
        Pods.WriteSpec(json, cluster, workload, PodDanger.None);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("status");
        json.WriteNumber("readyReplicas", cluster.Random.Next(1, 12));
        Conditions.Write(json, ["Available", "Progressing"]);
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> EndpointSlice(Cluster cluster, string ns, string workload) => json =>
    {
        Metadata.Begin(json, "EndpointSlice", "discovery.k8s.io/v1");
        Metadata.Write(json, cluster, ns, $"{workload}-{cluster.Suffix(5)}", workload, "metadata", "endpoints", "ports");
        json.WriteStartArray("endpoints");
        for (var i = 0; i < 6; i++)
        {
            json.WriteStartObject();
            json.WriteStartArray("addresses");
            json.WriteStringValue(cluster.Address());
            json.WriteEndArray();
            json.WriteString("nodeName", cluster.Node());
            json.WriteString("target", cluster.Replica(workload));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Occurrence(Cluster cluster, string ns, string workload) => json =>
    {
        Metadata.Begin(json, "Event", "v1");
        Metadata.Write(json, cluster, ns, $"{cluster.Replica(workload)}.17f3", workload, "metadata");
        json.WriteString("reason", "Unhealthy");
        json.WriteString("message", "Readiness probe failed: Get \"http://10.42.3.9:8080/ready\": context deadline exceeded");
        json.WriteNumber("count", cluster.Random.Next(1, 90));
        json.WriteString("type", "Warning");
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Binding(Cluster cluster, string role, string user) => json =>
    {
        Metadata.Begin(json, "ClusterRoleBinding", "rbac.authorization.k8s.io/v1");
        Metadata.Write(json, cluster, null, $"binding-{cluster.Suffix(5)}", "binding");
        json.WriteStartArray("subjects");
        json.WriteStartObject();
        json.WriteString("kind", "User");
        json.WriteString("name", user);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("roleRef");
        json.WriteString("kind", "ClusterRole");
        json.WriteString("name", role);
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Role(Cluster cluster, string verb, string resource) => json =>
    {
        Metadata.Begin(json, "ClusterRole", "rbac.authorization.k8s.io/v1");
        Metadata.Write(json, cluster, null, $"role-{cluster.Suffix(5)}", "role");
        json.WriteStartArray("rules");
        json.WriteStartObject();
        foreach (var (member, value) in (ReadOnlySpan<(string, string)>)[("apiGroups", "*"), ("resources", resource), ("verbs", verb)])
        {
            json.WriteStartArray(member);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Service(Cluster cluster, string ns, string workload, string type) => json =>
    {
        Metadata.Begin(json, "Service", "v1");
        Metadata.Write(json, cluster, ns, workload, workload);
        json.WriteStartObject("spec");
        json.WriteString("type", type);
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> ConfigMap(Cluster cluster, string ns, string name, string key, string value) => json =>
    {
        Metadata.Begin(json, "ConfigMap", "v1");
        Metadata.Write(json, cluster, ns, name, name);
        json.WriteStartObject("data");
        json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    };

    public static Action<Utf8JsonWriter> Replicas(string workload, int count) => json =>
    {
        Metadata.Begin(json, "Scale", "autoscaling/v1");
        json.WriteStartObject("spec");
        json.WriteNumber("replicas", count);
        json.WriteEndObject();
        json.WriteString("target", workload);
        json.WriteEndObject();
    };
}
