namespace IncidentMesh.Detection.Posture.Reach.Rights;

/// <summary>The rights that lead on. After "RBAC Good Practices" of the Kubernetes documentation, section on privilege escalation.</summary>
internal static class RightTable
{
    public const string Everything = "everything";
    public const string CreateTokens = "create-tokens";
    public const string ImpersonateUsers = "impersonate-users";
    public const string ImpersonateGroups = "impersonate-groups";
    public const string ImpersonateAccounts = "impersonate-accounts";

    private const string Apps = "apps";
    private const string Batch = "batch";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Certificates = "certificates.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";

    private static readonly string[] Write = ["create", "update", "patch"];
    private static readonly string[] Change = ["update", "patch"];

    public static IReadOnlyList<Right> All { get; } =
    [
        new(Everything, "do everything", [new Access("*", "*", "*")], [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true, MakesPods = true },
        new("read-secrets", "read secrets", [new Access("", "secrets", "get", "list", "watch")], [], ReachLevel.Cluster, ReachLevel.Namespace),
        new("make-token-secrets", "make secrets that are filled with service account tokens, and read them",
            [new Access("", "secrets", Write)], [new Access("", "secrets", "get", "list", "watch")], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true },
        new(CreateTokens, "make tokens of service accounts", [new Access("", "serviceaccounts/token", "create")], [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true },
        new("create-pods", "make pods that run as any service account and mount any secret of the namespace",
            [new Access("", "pods", "create")], [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true, MakesPods = true },
        new("write-workloads", "make or change workloads, whose pods run as any service account and mount any secret of the namespace",
            [
                new Access(Apps, "deployments", Write), new Access(Apps, "daemonsets", Write), new Access(Apps, "statefulsets", Write),
                new Access(Apps, "replicasets", Write), new Access("", "replicationcontrollers", Write),
                new Access(Batch, "jobs", Write), new Access(Batch, "cronjobs", Write),
            ],
            [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true, MakesPods = true },
        new("change-pods", "put other images into running pods", [new Access("", "pods", Change)], [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true },
        new("run-in-pods", "run commands in pods",
            [
                new Access("", "pods/exec", "create", "get"), new Access("", "pods/attach", "create", "get"),
                new Access("", "pods/ephemeralcontainers", Change),
            ],
            [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true },
        new("forward-ports", "connect to any port of pods past network policies", [new Access("", "pods/portforward", "create", "get")], [], ReachLevel.Namespace, ReachLevel.Namespace),
        new(ImpersonateUsers, "act as other users", [new Access("", "users", "impersonate")], [], ReachLevel.Cluster, null) { WhenNamed = ReachLevel.Own },
        new(ImpersonateGroups, "act as a member of other groups; users or service accounts to act as are needed too",
            [new Access("", "groups", "impersonate")], [new Access("", "users", "impersonate"), new Access("", "serviceaccounts", "impersonate")], ReachLevel.Cluster, null) { WhenNamed = ReachLevel.Own },
        new(ImpersonateAccounts, "act as other service accounts", [new Access("", "serviceaccounts", "impersonate")], [], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true },
        new("bind", "give itself any role by binding it",
            [new Access(Rbac, "clusterroles", "bind"), new Access(Rbac, "roles", "bind")],
            [new Access(Rbac, "clusterrolebindings", Write), new Access(Rbac, "rolebindings", Write)], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true, WhenNamed = null },
        new("escalate", "write any right into a role",
            [new Access(Rbac, "clusterroles", "escalate"), new Access(Rbac, "roles", "escalate")],
            [new Access(Rbac, "clusterroles", Write), new Access(Rbac, "roles", Write)], ReachLevel.Cluster, ReachLevel.Namespace) { TakesAccounts = true, WhenNamed = null },
        new("use-kubelets", "use the API of kubelets, which runs commands in every pod past audit and admission", [new Access("", "nodes/proxy", "get", "create")], [], ReachLevel.Cluster, null) { WhenNamed = ReachLevel.Node },
        new("sign-certificates", "have client certificates made for other users",
            [new Access(Certificates, "certificatesigningrequests/approval", Change)], [new Access(Certificates, "signers", "approve")], ReachLevel.Cluster, null),
        new("change-objects-by-webhook", "see and change every object on its way into the API server",
            [new Access(Admission, "mutatingwebhookconfigurations", Write)], [], ReachLevel.Cluster, null) { WhenNamed = null },
        new("see-objects-by-webhook", "see every object on its way into the API server, secrets included",
            [new Access(Admission, "validatingwebhookconfigurations", Write)], [], ReachLevel.Cluster, null) { WhenNamed = null },
        new("create-volumes", "make volumes of any path of a node", [new Access("", "persistentvolumes", "create")], [], ReachLevel.Node, null),
        new("change-nodes", "label and taint nodes, so that other pods come to a node of its choice", [new Access("", "nodes", Change)], [], ReachLevel.Namespace, null),
    ];

    public static bool TakesAccounts(string right) => All.Any(one => one.Name == right && one.TakesAccounts);
}
