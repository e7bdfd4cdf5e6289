using IncidentMesh.Benchmarks.AuditEvents.Objects;

namespace IncidentMesh.Benchmarks.AuditEvents.Requests;

/// <summary>What an intruder asks for, each kind as often as any other.</summary>
internal static class HostileRequests
{
    private static readonly (string Kind, Func<Cluster, Request> Make)[] Kinds =
    [
        ("exec", cluster => OnPod(cluster, "exec", "?command=sh&command=-c&command=id%20-u&container=web&stdin=true&stdout=true&tty=true")),
        ("attach", cluster => OnPod(cluster, "attach", "?container=web&stdin=true")),
        ("port-forward", cluster => OnPod(cluster, "portforward", "?ports=5432")),
        ("ephemeral-container", cluster => OnPod(cluster, "ephemeralcontainers", "") with { Verb = "patch", Stage = "ResponseComplete", Code = 200 }),
        ("secrets-list", cluster => ByStranger(cluster, "list", "secrets") with { Namespace = null }),
        ("secret-get", cluster => ByStranger(cluster, "get", "secrets") with { Name = "database-credentials" }),
        ("forbidden", cluster => ByStranger(cluster, "list", "secrets") with { Code = 403 }),
        ("anonymous", cluster => ByStranger(cluster, "list", "pods") with { User = cluster.Anonymous() }),
        ("privileged-pod", cluster => PodWith(cluster, PodDanger.Privileged)),
        ("host-path-pod", cluster => PodWith(cluster, PodDanger.HostPath)),
        ("host-network-pod", cluster => PodWith(cluster, PodDanger.HostNetwork)),
        ("host-pid-pod", cluster => PodWith(cluster, PodDanger.HostPid)),
        ("cluster-admin-binding", cluster => Rbac(cluster, "clusterrolebindings") with { Sent = ClusterObjects.Binding(cluster, "cluster-admin", "mallory@example.org") }),
        ("wildcard-role", cluster => Rbac(cluster, "clusterroles") with { Sent = ClusterObjects.Role(cluster, "*", "*") }),
        ("escalating-role", cluster => Rbac(cluster, "clusterroles") with { Sent = ClusterObjects.Role(cluster, "escalate", "clusterroles") }),
        ("token-request", cluster => ByStranger(cluster, "create", "serviceaccounts") with { Name = "default", Namespace = "kube-system", Subresource = "token", Code = 201 }),
        ("node-port", cluster => ByStranger(cluster, "create", "services") with { Code = 201, Sent = ClusterObjects.Service(cluster, "shop", "backdoor", "NodePort") }),
        ("credentials-in-configmap", cluster => ByStranger(cluster, "create", "configmaps") with
        {
            Code = 201, Sent = ClusterObjects.ConfigMap(cluster, "shop", "settings", "aws_access_key_id", "AKIAEXAMPLE"),
        }),
        ("namespace-delete", cluster => ByStranger(cluster, "delete", "namespaces") with { Namespace = null, Name = "billing" }),
        ("scale-to-nothing", cluster => ByStranger(cluster, "patch", "deployments") with
        {
            Group = "apps", Name = "web", Subresource = "scale", Sent = ClusterObjects.Replicas("web", 0),
        }),
        ("webhook", cluster => ByStranger(cluster, "create", "mutatingwebhookconfigurations") with { Group = "admissionregistration.k8s.io", Namespace = null, Name = "hook", Code = 201 }),
        ("csr-approval", cluster => ByStranger(cluster, "update", "certificatesigningrequests") with { Group = "certificates.k8s.io", Namespace = null, Name = "csr-x", Subresource = "approval" }),
        ("cron-job", cluster => ByStranger(cluster, "create", "cronjobs") with { Group = "batch", Namespace = "kube-system", Name = "sync", Code = 201 }),
        ("kube-system-pod", cluster => PodWith(cluster, PodDanger.Privileged) with { Namespace = "kube-system" }),
    ];

    public static (string Kind, Request Request) Make(Cluster cluster)
    {
        var (kind, make) = cluster.Pick(Kinds);
        return (kind, make(cluster));
    }

    private static Request ByStranger(Cluster cluster, string verb, string resource)
    {
        var ns = cluster.Namespace();
        return new Request
        {
            Verb = verb,
            Resource = resource,
            Namespace = ns,
            User = cluster.Random.Next(2) == 0 ? cluster.User("mallory@example.org") : cluster.ServiceAccount(ns, cluster.Workload()),
        };
    }

    private static Request OnPod(Cluster cluster, string subresource, string query) => ByStranger(cluster, "create", "pods") with
    {
        Name = cluster.Replica(cluster.Workload()),
        Subresource = subresource,
        Query = query,
        Stage = "ResponseStarted",
        Code = 101,
    };

    private static Request PodWith(Cluster cluster, PodDanger danger) => ByStranger(cluster, "create", "pods") with
    {
        Code = 201,
        Sent = ClusterObjects.Pod(cluster, "shop", "debug", danger, withStatus: false),
        Answered = ClusterObjects.Pod(cluster, "shop", "debug", danger, withStatus: true),
    };

    private static Request Rbac(Cluster cluster, string resource) => ByStranger(cluster, "create", resource) with
    {
        Group = "rbac.authorization.k8s.io",
        Namespace = null,
        Code = 201,
    };
}
