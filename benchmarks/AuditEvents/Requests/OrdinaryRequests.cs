using IncidentMesh.Benchmarks.AuditEvents.Objects;

namespace IncidentMesh.Benchmarks.AuditEvents.Requests;

/// <summary>What goes on in a cluster all day, in about the shares of one with 200 nodes.</summary>
internal static class OrdinaryRequests
{
    private static readonly (string Kind, int Weight, Func<Cluster, Request> Make)[] Mix =
    [
        ("lease-update", 260, LeaseUpdate),
        ("leader-election", 60, LeaderElection),
        ("node-status-patch", 75, NodeStatusPatch),
        ("pod-status-patch", 65, PodStatusPatch),
        ("watch", 130, Watch),
        ("list", 80, cluster => Read(cluster, "list")),
        ("get", 130, cluster => Read(cluster, "get")),
        ("token-request", 35, TokenRequest),
        ("workload-status-update", 60, WorkloadStatusUpdate),
        ("endpoints-update", 40, EndpointsUpdate),
        ("event-create", 55, OccurrenceCreate),
        ("pod-create", 20, PodCreate),
        ("pod-delete", 10, PodDelete),
        ("health", 15, Health),
        ("access-review", 10, AccessReview),
        ("person-read", 8, PersonRead),
        ("person-apply", 2, PersonApply),
    ];

    private static readonly int Total = Mix.Sum(entry => entry.Weight);
    private static readonly string[] WatchedResources = ["pods", "configmaps", "services", "endpointslices", "nodes", "secrets"];

    public static (string Kind, Request Request) Make(Cluster cluster)
    {
        var drawn = cluster.Random.Next(Total);
        foreach (var (kind, weight, make) in Mix)
        {
            if ((drawn -= weight) < 0)
                return (kind, make(cluster));
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    private static Request LeaseUpdate(Cluster cluster)
    {
        var node = cluster.Node();
        return Lease(cluster, cluster.Kubelet(node), "kube-node-lease", node);
    }

    private static Request LeaderElection(Cluster cluster)
    {
        var component = cluster.Pick(["kube-scheduler", "kube-controller-manager"]);
        return Lease(cluster, Cluster.Component(component), "kube-system", component);
    }

    private static Request Lease(Cluster cluster, Identity user, string ns, string holder)
    {
        var lease = ClusterObjects.Lease(cluster, ns, holder);
        return new Request
        {
            Verb = "update",
            User = user,
            Group = "coordination.k8s.io",
            Resource = "leases",
            Namespace = ns,
            Name = holder,
            Query = "?timeout=10s",
            Sent = lease,
            Answered = lease,
        };
    }

    private static Request NodeStatusPatch(Cluster cluster)
    {
        var node = cluster.Node();
        return new Request
        {
            Verb = "patch",
            User = cluster.Kubelet(node),
            Resource = "nodes",
            Name = node,
            Subresource = "status",
            Query = "?timeout=10s",
            Sent = ClusterObjects.NodeStatusPatch(cluster),
            Answered = ClusterObjects.Node(cluster, node),
        };
    }

    private static Request PodStatusPatch(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        return new Request
        {
            Verb = "patch",
            User = cluster.Kubelet(cluster.Node()),
            Resource = "pods",
            Namespace = ns,
            Name = cluster.Replica(workload),
            Subresource = "status",
            Sent = ClusterObjects.PodStatusPatch(cluster, workload),
            Answered = ClusterObjects.Pod(cluster, ns, workload, PodDanger.None, withStatus: true),
        };
    }

    private static Request Watch(Cluster cluster)
    {
        var resource = cluster.Pick(WatchedResources);
        return new Request
        {
            Verb = "watch",
            User = cluster.Kubelet(cluster.Node()),
            Resource = resource,
            Query = $"?allowWatchBookmarks=true&fieldSelector=spec.nodeName%3D{cluster.Node()}&resourceVersion={cluster.NewVersion()}&timeoutSeconds=421&watch=true",
            Namespace = resource is "nodes" ? null : cluster.Namespace(),
        };
    }

    private static Request Read(Cluster cluster, string verb)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        var resource = cluster.Pick(["configmaps", "pods", "services", "endpoints", "serviceaccounts"]);
        return new Request
        {
            Verb = verb,
            User = cluster.ServiceAccount(ns, workload),
            Resource = resource,
            Namespace = ns,
            Name = verb == "get" ? workload : null,
            Query = verb == "list" ? "?limit=500" : "",
        };
    }

    private static Request TokenRequest(Cluster cluster) => new()
    {
        Verb = "create",
        User = cluster.Kubelet(cluster.Node()),
        Resource = "serviceaccounts",
        Namespace = cluster.Namespace(),
        Name = cluster.Workload(),
        Subresource = "token",
        Code = 201,
    };

    private static Request WorkloadStatusUpdate(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        var (kind, resource) = cluster.Pick([("Deployment", "deployments"), ("ReplicaSet", "replicasets")]);
        var value = ClusterObjects.Workload(cluster, kind, ns, workload);
        return new Request
        {
            Verb = "update",
            User = cluster.Controller(resource[..^1] + "-controller"),
            Group = "apps",
            Resource = resource,
            Namespace = ns,
            Name = workload,
            Subresource = "status",
            Sent = value,
            Answered = value,
        };
    }

    private static Request EndpointsUpdate(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        var slice = ClusterObjects.EndpointSlice(cluster, ns, workload);
        return new Request
        {
            Verb = "update",
            User = cluster.Controller("endpointslice-controller"),
            Group = "discovery.k8s.io",
            Resource = "endpointslices",
            Namespace = ns,
            Name = $"{workload}-{cluster.Suffix(5)}",
            Sent = slice,
            Answered = slice,
        };
    }

    private static Request OccurrenceCreate(Cluster cluster)
    {
        var ns = cluster.Namespace();
        return new Request
        {
            Verb = "create",
            User = cluster.Kubelet(cluster.Node()),
            Resource = "events",
            Namespace = ns,
            Code = 201,
            Sent = ClusterObjects.Occurrence(cluster, ns, cluster.Workload()),
        };
    }

    private static Request PodCreate(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        return new Request
        {
            Verb = "create",
            User = cluster.Controller("replicaset-controller"),
            Resource = "pods",
            Namespace = ns,
            Code = 201,
            Sent = ClusterObjects.Pod(cluster, ns, workload, PodDanger.None, withStatus: false),
            Answered = ClusterObjects.Pod(cluster, ns, workload, PodDanger.None, withStatus: true),
        };
    }

    private static Request PodDelete(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        return new Request
        {
            Verb = "delete",
            User = cluster.Controller(cluster.Pick(Cluster.ControllerNames)),
            Resource = "pods",
            Namespace = ns,
            Name = cluster.Replica(workload),
            Answered = ClusterObjects.Pod(cluster, ns, workload, PodDanger.None, withStatus: true),
        };
    }

    private static Request Health(Cluster cluster) => new()
    {
        Verb = "get",
        Path = cluster.Pick(["/healthz", "/livez", "/readyz"]),
        Query = "?timeout=5s",
        User = cluster.Anonymous() with { Agent = "kube-probe/1.33", Address = "10.0.0.5" },
    };

    private static Request AccessReview(Cluster cluster) => new()
    {
        Verb = "create",
        User = Cluster.Component("kube-scheduler"),
        Group = "authorization.k8s.io",
        Resource = "subjectaccessreviews",
        Code = 201,
    };

    private static Request PersonRead(Cluster cluster) => new()
    {
        Verb = cluster.Pick(["get", "list"]),
        User = cluster.User(cluster.Person()),
        Resource = cluster.Pick(["pods", "services", "events"]),
        Namespace = cluster.Namespace(),
        Query = "?limit=500",
    };

    private static Request PersonApply(Cluster cluster)
    {
        var (ns, workload) = (cluster.Namespace(), cluster.Workload());
        var value = ClusterObjects.Workload(cluster, "Deployment", ns, workload);
        return new Request
        {
            Verb = "patch",
            User = cluster.User(cluster.Person()),
            Group = "apps",
            Resource = "deployments",
            Namespace = ns,
            Name = workload,
            Query = "?fieldManager=kubectl-client-side-apply",
            Sent = value,
            Answered = value,
        };
    }
}
