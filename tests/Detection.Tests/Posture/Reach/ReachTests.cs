using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Tests.Posture.Reach;

public sealed class ReachTests
{
    private const string Account = """{"kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop"}}""";
    private const string Node = """{"kind":"Node","metadata":{"name":"n1"}}""";
    private const string NoBinding = """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"none"},"roleRef":{"kind":"ClusterRole","name":"none"}}""";

    [Fact]
    public void A_pod_with_a_token_that_nothing_is_bound_to_reaches_no_farther_than_itself()
    {
        var reach = Of([]);

        Assert.Equal((ReachLevel.Own, ReachLevel.Own), (reach.Level, reach.AtMost));
        Assert.Equal(["system:serviceaccount:shop:default"], reach.Credentials.Select(static one => one.Name));
        Assert.Empty(reach.Unknowns);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(null, false)]
    public void Without_automount_there_is_no_token_and_no_right_of_the_account(bool? ofPod, bool? ofAccount)
    {
        var account = ofAccount is null ? Account : Account[..^1] + ""","automountServiceAccountToken":false}""";
        var pod = ofPod is null ? Containers : Containers[..^1] + ""","automountServiceAccountToken":false}""";

        var reach = Of([account, .. Bound("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""")], pod);

        Assert.Equal(ReachLevel.Nothing, reach.Level);
        Assert.Empty(reach.Credentials);
    }

    [Fact]
    public void A_pods_own_word_on_automount_outweighs_its_accounts() =>
        Assert.Equal(ReachLevel.Own, Of([Account[..^1] + ""","automountServiceAccountToken":false}"""], Containers[..^1] + ""","automountServiceAccountToken":true}""").Level);

    [Fact]
    public void A_projected_token_counts_although_automount_is_off() =>
        Assert.Equal(
            [CredentialKind.AccountToken, CredentialKind.ProjectedToken],
            Of([], """
                {"automountServiceAccountToken":false,
                 "containers":[{"name":"main","image":"web","volumeMounts":[{"name":"t","mountPath":"/t"}]}],
                 "volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"a"}},{"serviceAccountToken":{"path":"b","audience":"vault"}}]}}]}
                """).Credentials.Select(static one => one.Kind));

    [Fact]
    public void What_everybody_may_do_is_reached_without_a_token()
    {
        string[] objects =
        [
            Role("ClusterRole", "open", null, """{"verbs":["get"],"apiGroups":[""],"resources":["secrets"]}"""),
            Binding("ClusterRoleBinding", "open", null, "ClusterRole", "open", """{"kind":"Group","name":"system:unauthenticated"}"""),
        ];

        Assert.Equal(ReachLevel.Cluster, Of(objects, Containers[..^1] + ""","automountServiceAccountToken":false}""").Level);
    }

    [Theory]
    [InlineData("everything", """{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", ReachLevel.Cluster, ReachLevel.Node)]
    [InlineData("read-secrets", """{"verbs":["list"],"apiGroups":[""],"resources":["secrets"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("create-tokens", """{"verbs":["create"],"apiGroups":[""],"resources":["serviceaccounts/token"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("create-pods", """{"verbs":["create"],"apiGroups":[""],"resources":["pods"]}""", ReachLevel.Cluster, ReachLevel.Node)]
    [InlineData("write-workloads", """{"verbs":["patch"],"apiGroups":["apps"],"resources":["daemonsets"]}""", ReachLevel.Cluster, ReachLevel.Node)]
    [InlineData("change-pods", """{"verbs":["patch"],"apiGroups":[""],"resources":["pods"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("run-in-pods", """{"verbs":["create"],"apiGroups":[""],"resources":["pods/exec"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("run-in-pods", """{"verbs":["patch"],"apiGroups":[""],"resources":["*/ephemeralcontainers"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("forward-ports", """{"verbs":["create"],"apiGroups":[""],"resources":["pods/portforward"]}""", ReachLevel.Namespace, ReachLevel.Namespace)]
    [InlineData("impersonate-users", """{"verbs":["impersonate"],"apiGroups":[""],"resources":["users"]}""", ReachLevel.Cluster, ReachLevel.Own)]
    [InlineData("impersonate-accounts", """{"verbs":["impersonate"],"apiGroups":[""],"resources":["serviceaccounts"]}""", ReachLevel.Cluster, ReachLevel.Namespace)]
    [InlineData("use-kubelets", """{"verbs":["get"],"apiGroups":[""],"resources":["nodes/proxy"]}""", ReachLevel.Cluster, ReachLevel.Own)]
    [InlineData("change-objects-by-webhook", """{"verbs":["update"],"apiGroups":["admissionregistration.k8s.io"],"resources":["mutatingwebhookconfigurations"]}""", ReachLevel.Cluster, ReachLevel.Own)]
    [InlineData("create-volumes", """{"verbs":["create"],"apiGroups":[""],"resources":["persistentvolumes"]}""", ReachLevel.Node, ReachLevel.Own)]
    public void A_right_reaches_as_far_as_it_is_bound(string right, string rule, ReachLevel wide, ReachLevel narrow)
    {
        string[] role = [Role("ClusterRole", "r", null, rule), """{"kind":"Namespace","metadata":{"name":"shop"}}"""];
        var whole = Of([.. role, Binding("ClusterRoleBinding", "b", null, "ClusterRole", "r", Own)]);
        var inside = Of([.. role, Binding("RoleBinding", "b", "shop", "ClusterRole", "r", Own)]);

        Assert.Equal((wide, right), (whole.Level, whole.Rights[0].Right));
        Assert.Equal(narrow, inside.Level);
        Assert.Null(whole.Rights[0].Namespace);
        Assert.All(inside.Rights, static one => Assert.Equal("shop", one.Namespace));
    }

    [Theory]
    [InlineData("""{"verbs":["bind"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}""", ReachLevel.Own)]
    [InlineData("""{"verbs":["bind","create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles","clusterrolebindings"]}""", ReachLevel.Cluster)]
    [InlineData("""{"verbs":["escalate"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}""", ReachLevel.Own)]
    [InlineData("""{"verbs":["escalate","update"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}""", ReachLevel.Cluster)]
    [InlineData("""{"verbs":["update","approve"],"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval","signers"]}""", ReachLevel.Cluster)]
    [InlineData("""{"verbs":["update"],"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests/approval"]}""", ReachLevel.Own)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["groups"]}""", ReachLevel.Own)]
    [InlineData("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["groups","users"],"resourceNames":["system:masters"]}""", ReachLevel.Cluster)]
    [InlineData("""{"verbs":["create"],"apiGroups":[""],"resources":["pods"],"resourceNames":["web"]}""", ReachLevel.Own)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["tls"]}""", ReachLevel.Namespace)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["nodes/proxy"],"resourceNames":["n1"]}""", ReachLevel.Node)]
    public void A_right_that_needs_another_or_a_name_counts_for_what_it_is_worth(string rule, ReachLevel expected) =>
        Assert.Equal(expected, Of(Bound(rule)).Level);

    [Theory]
    [InlineData("restricted", ReachLevel.Namespace, ReachLevel.Namespace)]
    [InlineData("privileged", ReachLevel.Node, ReachLevel.Node)]
    [InlineData(null, ReachLevel.Namespace, ReachLevel.Node)]
    public void What_pods_can_be_made_is_up_to_the_namespaces_admission(string? enforced, ReachLevel level, ReachLevel atMost)
    {
        string[] objects =
        [
            Role("Role", "r", "jobs", """{"verbs":["create"],"apiGroups":[""],"resources":["pods"]}"""),
            Binding("RoleBinding", "b", "jobs", "Role", "r", Own),
            enforced is null ? Account : $$$"""{"kind":"Namespace","metadata":{"name":"jobs","labels":{"pod-security.kubernetes.io/enforce":"{{{enforced}}}"} } }""",
        ];

        var reach = Of(objects);

        Assert.Equal((level, atMost), (reach.Level, reach.AtMost));
    }

    [Fact]
    public void Who_makes_pods_in_a_namespace_has_what_its_accounts_have()
    {
        var reach = Of(
        [
            Role("Role", "maker", "ci", """{"verbs":["create"],"apiGroups":["batch"],"resources":["jobs"]}"""),
            Binding("RoleBinding", "b", "ci", "Role", "maker", Own),
            Binding("ClusterRoleBinding", "deployer", null, "ClusterRole", "admin", """{"kind":"ServiceAccount","name":"deployer","namespace":"ci"}"""),
            Role("ClusterRole", "admin", null, """{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}"""),
        ]);

        Assert.Equal(ReachLevel.Cluster, reach.Level);
        Assert.Equal(["system:serviceaccount:shop:default", "system:serviceaccount:ci:deployer"], reach.Rights[0].By);
        Assert.Equal("system:serviceaccount:ci:deployer may do everything in the whole cluster, by ClusterRoleBinding deployer to ClusterRole admin.", reach.Rights[0].Explanation);
    }

    [Fact]
    public void Accounts_that_may_take_each_other_over_are_followed_once()
    {
        string Taker(string place, string of) => Binding("RoleBinding", $"by-{of}", place, "ClusterRole", "taker", $$"""{"kind":"ServiceAccount","name":"default","namespace":"{{of}}"}""");
        var reach = Of(
        [
            Role("ClusterRole", "taker", null, """{"verbs":["create"],"apiGroups":[""],"resources":["serviceaccounts/token"]}"""),
            Taker("jobs", "shop"), Taker("shop", "jobs"), Taker("edge", "jobs"),
        ]);

        Assert.Equal(ReachLevel.Namespace, reach.Level);
        Assert.Equal(["jobs", "edge", "shop"], reach.Rights.Select(static right => right.Namespace));
    }

    [Theory]
    [InlineData("ServiceAccount", "default", "shop")]
    [InlineData("User", "system:serviceaccount:shop:default", null)]
    [InlineData("Group", "system:serviceaccounts", null)]
    [InlineData("Group", "system:serviceaccounts:shop", null)]
    [InlineData("Group", "system:authenticated", null)]
    public void It_is_bound_by_name_or_by_group(string kind, string name, string? place)
    {
        var subject = place is null ? $$"""{"kind":"{{kind}}","name":"{{name}}"}""" : $$"""{"kind":"{{kind}}","name":"{{name}}","namespace":"{{place}}"}""";
        Assert.Equal(ReachLevel.Cluster, Of(
        [
            Role("ClusterRole", "r", null, """{"verbs":["get"],"apiGroups":[""],"resources":["secrets"]}"""),
            Binding("ClusterRoleBinding", "b", null, "ClusterRole", "r", subject),
        ]).Level);
    }

    [Fact]
    public void An_aggregate_of_a_manifest_has_the_rules_of_what_it_selects() =>
        Assert.Equal(ReachLevel.Cluster, Of(
        [
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"all","labels":{"to":"outer"}},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"to":"all"}}]}}""",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"outer"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"to":"outer"}}]},"rules":null}""",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"part","labels":{"to":"all"}},"rules":[{"verbs":["watch"],"apiGroups":[""],"resources":["secrets"]}]}""",
            Binding("ClusterRoleBinding", "b", null, "ClusterRole", "outer", Own),
        ]).Level);

    [Fact]
    public void Where_roles_are_not_known_the_range_says_so()
    {
        var reach = ReachAnalysis.Of(Snapshots.Pod(Containers), Snapshots.Of([Account, Node]));

        Assert.Equal((ReachLevel.Own, ReachLevel.Cluster), (reach.Level, reach.AtMost));
        Assert.Contains(reach.Unknowns, static sentence => sentence.StartsWith("Roles and their bindings are not known", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RoleBinding", "ClusterRoleBindings")]
    [InlineData("ClusterRoleBinding", "RoleBindings")]
    public void Where_bindings_of_one_kind_are_not_known_the_range_says_so(string known, string missing)
    {
        var reach = ReachAnalysis.Of(Snapshots.Pod(Containers), Snapshots.Of([Account, Node], known));

        Assert.Equal((ReachLevel.Own, ReachLevel.Cluster), (reach.Level, reach.AtMost));
        Assert.Contains(reach.Unknowns, sentence => sentence.StartsWith($"{missing} are not known", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_to_be_replaced_is_each_thing_once_and_nothing_that_the_pod_does_not_see()
    {
        const string Spec = """
            {"imagePullSecrets":[{"name":"registry"}],
             "containers":[{"name":"main","image":"web","securityContext":{"privileged":true},
               "envFrom":[{"secretRef":{"name":"db"}}],"volumeMounts":[{"name":"db","mountPath":"/db"},{"name":"logs","mountPath":"/logs"}]}],
             "volumes":[{"name":"db","secret":{"secretName":"db"}},{"name":"logs","hostPath":{"path":"/var/log/web"}}]}
            """;

        var exposed = ExposedCredentials.Of(Of(Bound("""{"verbs":["get"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a","b"]}"""), Spec));

        Assert.Equal(
            ["node the nodes of the pods", "account-token system:serviceaccount:shop:default", "secret db", "right read-secrets a, b in every namespace"],
            exposed.Select(static one => $"{one.Kind} {one.Name}"));
        Assert.Contains("what system:serviceaccount:shop:default did with it", exposed[^1].Replace, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_much_that_is_to_be_replaced_a_part_is_named_and_the_rest_counted()
    {
        var secrets = string.Join(',', Enumerable.Range(0, 50).Select(static i => $$"""{"secretRef":{"name":"s{{i}}"} }"""));

        var exposed = ExposedCredentials.Of(Of(Bound("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}"""), $$"""{"containers":[{"name":"main","image":"web","envFrom":[{{secrets}}]} ]}"""));

        Assert.Equal(["and 25 more credentials"], exposed.Where(static one => one.Kind == ExposedCredential.More).Select(static one => one.Name));
        Assert.Contains(exposed, static one => one is { Kind: "right", Name: "everything in every namespace" });
        Assert.InRange(exposed.Count, 27, ExposedCredential.Most);
    }

    [Theory]
    [InlineData("/var/lib/etcd", "cluster its database")]
    [InlineData("/mnt/data", null)]
    public void A_path_of_the_node_counts_by_what_lies_there(string path, string? told)
    {
        var exposed = ExposedCredentials.Of(Of([], $$"""
            {"automountServiceAccountToken":false,"containers":[{"name":"main","image":"web","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","hostPath":{"path":"{{path}}"} }]}
            """));

        Assert.Equal(told, exposed.Select(static one => $"{one.Kind} {one.Name}").FirstOrDefault());
    }

    private const string Containers = """{"containers":[{"name":"main","image":"web"}]}""";
    private const string Own = """{"kind":"ServiceAccount","name":"default","namespace":"shop"}""";

    private static string[] Bound(string rule) => [Role("ClusterRole", "r", null, rule), Binding("ClusterRoleBinding", "b", null, "ClusterRole", "r", Own)];

    private static string Role(string kind, string name, string? place, string rule) =>
        $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"{{kind}}","metadata":{"name":"{{name}}"{{(place is null ? "" : $",\"namespace\":\"{place}\"")}}},"rules":[{{rule}}]}""";

    private static string Binding(string kind, string name, string? place, string roleKind, string role, string subject) =>
        $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"{{kind}}","metadata":{"name":"{{name}}"{{(place is null ? "" : $",\"namespace\":\"{place}\"")}}},"roleRef":{"kind":"{{roleKind}}","name":"{{role}}"},"subjects":[{{subject}}]}""";

    private static PodReach Of(IEnumerable<string> objects, string spec = Containers)
    {
        List<string> all = [.. objects];
        if (!all.Exists(static json => json.Contains("\"ServiceAccount\",\"metadata\"", StringComparison.Ordinal)))
            all.Add(Account);
        ClusterSnapshot cluster = Snapshots.Of([.. all, Node, NoBinding], "ClusterRoleBinding", "RoleBinding", "Namespace");
        return ReachAnalysis.Of(Snapshots.Pod(spec), cluster);
    }
}
