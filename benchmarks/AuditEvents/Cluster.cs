using System.Globalization;
using IncidentMesh.Benchmarks.AuditEvents.Requests;

namespace IncidentMesh.Benchmarks.AuditEvents;

/// <summary>Nodes, namespaces, workloads and users of the made-up cluster, and its clock.</summary>
internal sealed class Cluster(Random random)
{
    private static readonly string[] Namespaces = ["shop", "payments", "search", "media", "billing", "ml-training", "observability", "ingress"];
    private static readonly string[] Workloads = ["web", "api", "worker", "cache", "gateway", "indexer", "scheduler", "reports", "queue", "auth"];
    private static readonly string[] People = ["ana@example.com", "ben@example.com", "chen@example.com", "dora@example.com", "eli@example.com"];
    private static readonly string[] Registries = ["registry.example.com/shop", "ghcr.example.net/platform", "registry.example.com/base"];
    private static readonly string[] Controllers =
    [
        "replicaset-controller", "deployment-controller", "endpointslice-controller", "job-controller", "cronjob-controller",
        "generic-garbage-collector", "horizontal-pod-autoscaler", "node-controller", "resourcequota-controller",
    ];

    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private DateTime _now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private long _version = 48_000_000;

    public Random Random => random;

    public static string[] ControllerNames => Controllers;

    /// <summary>When the next request comes in.</summary>
    public DateTime Tick() => _now = _now.AddTicks(random.Next(1_000, 60_000));

    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    public string NewVersion() => (_version += random.Next(1, 9)).ToString(CultureInfo.InvariantCulture);

    public string Node() => $"ip-10-0-{random.Next(0, 4)}-{random.Next(10, 60)}.ec2.internal";

    public string Namespace() => Pick(Namespaces);

    public string Workload() => Pick(Workloads);

    public string Person() => Pick(People);

    public string Image(string workload) => $"{Pick(Registries)}/{workload}:{random.Next(1, 9)}.{random.Next(0, 30)}.{random.Next(0, 10)}";

    public string Address() => $"10.42.{random.Next(0, 40)}.{random.Next(2, 250)}";

    public string Replica(string workload) => $"{workload}-{Suffix(10)}-{Suffix(5)}";

    public string Suffix(int length) => string.Create(length, random, (span, source) =>
    {
        foreach (ref var letter in span)
            letter = Letters[source.Next(Letters.Length)];
    });

    public T Pick<T>(T[] items) => items[random.Next(items.Length)];

    public Identity Kubelet(string node) => new(
        $"system:node:{node}", ["system:nodes", "system:authenticated"], "kubelet/v1.33.2 (linux/amd64) kubernetes/a57b6f7", $"10.0.1.{random.Next(10, 60)}");

    public Identity Controller(string name) => new(
        $"system:serviceaccount:kube-system:{name}", ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"],
        $"kube-controller-manager/v1.33.2 (linux/amd64) kubernetes/a57b6f7/system:serviceaccount:kube-system:{name}", "10.0.0.5");

    public static Identity Component(string name) => new(
        $"system:{name}", ["system:authenticated"], $"{name}/v1.33.2 (linux/amd64) kubernetes/a57b6f7/leader-election", "10.0.0.5");

    public Identity ServiceAccount(string ns, string workload) => new(
        $"system:serviceaccount:{ns}:{workload}", ["system:serviceaccounts", $"system:serviceaccounts:{ns}", "system:authenticated"],
        $"{workload}/v0.0.0 (linux/amd64) kubernetes/$Format", Address(), Replica(workload));

    public Identity User(string name) => new(
        name, ["developers", "system:authenticated"], "kubectl/v1.33.1 (darwin/arm64) kubernetes/8adc0f0", $"203.0.113.{random.Next(2, 250)}");

    public Identity Anonymous() => new("system:anonymous", ["system:unauthenticated"], "curl/8.9.1", $"198.51.100.{random.Next(2, 250)}");
}
