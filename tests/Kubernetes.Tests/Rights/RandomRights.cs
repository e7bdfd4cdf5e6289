using System.Text.Json.Nodes;
using IncidentMesh.Detection.Posture.Reach.Rbac;

namespace IncidentMesh.Kubernetes.Tests.Rights;

/// <summary>
/// Random roles and bindings. What is bound for the whole cluster goes only to users, groups and accounts that no other
/// test on the same server has.
/// </summary>
internal sealed class RandomRights(int seed, string mark, IReadOnlyList<string> namespaces)
{
    private const string Group = "rbac.authorization.k8s.io";

    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "use"];
    private static readonly string[] Groups = ["", "", "apps", "batch", Group];

    private static readonly string[] Resources =
    [
        "pods", "pods/exec", "pods/log", "secrets", "configmaps", "serviceaccounts", "serviceaccounts/token", "nodes", "nodes/proxy",
        "deployments", "deployments/scale", "jobs", "roles", "clusterroles",
    ];

    private static readonly string[] Names = ["", "web", "db"];
    private static readonly string[] Urls = ["/healthz", "/metrics", "/api/v1", "/apis", "/logs/kubelet.log"];
    private static readonly string[] Accounts = ["default", "builder", "reader"];

    private readonly Random _random = new(seed);

    private string Label => $"{mark}/part";

    /// <summary>Paths and objects to create, in order.</summary>
    public IEnumerable<(string Collection, JsonObject Object)> Objects()
    {
        const string api = $"apis/{Group}/v1";
        var clusterRoles = Enumerable.Range(0, 12).Select(i => $"{mark}-{i}").ToList();
        foreach (var name in clusterRoles)
            yield return ($"{api}/clusterroles", Role("ClusterRole", name, null, Chance(0.4) ? Pick("a", "b") : null));
        foreach (var part in (string[])["a", "b", "none"])
        {
            var role = Object("ClusterRole", $"{mark}-all-{part}", null);
            role["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [Label] = part } }),
            };

            // An aggregate of an aggregate.
            if (part == "a")
                role["metadata"]!["labels"] = new JsonObject { [Label] = "b" };
            clusterRoles.Add($"{mark}-all-{part}");
            yield return ($"{api}/clusterroles", role);
        }

        for (var i = 0; i < 10; i++)
            yield return ($"{api}/clusterrolebindings", Binding("ClusterRoleBinding", $"{mark}-{i}", null, "ClusterRole", Pick<string>([.. clusterRoles]), isWide: false));
        foreach (var place in namespaces)
        {
            for (var i = 0; i < 8; i++)
                yield return ($"{api}/namespaces/{place}/roles", Role("Role", $"role-{i}", place, null));
            for (var i = 0; i < 14; i++)
            {
                var isRole = Chance(0.6);

                // role-8 does not exist.
                var name = isRole ? $"role-{_random.Next(9)}" : Pick<string>([.. clusterRoles]);
                yield return ($"{api}/namespaces/{place}/rolebindings", Binding("RoleBinding", $"binding-{i}", place, isRole ? "Role" : "ClusterRole", name, isWide: true));
            }
        }
    }

    public (Identity Who, AccessRequest Request) Question()
    {
        var who = Chance(0.8)
            ? Identity.OfServiceAccount(Pick<string>([.. namespaces]), Pick(Accounts))
            : new Identity($"{mark}-user", Chance(0.5) ? [$"{mark}-group", "system:authenticated"] : ["system:authenticated"]);
        if (Chance(0.08))
            return (who, new UrlRequest(Pick("get", "post"), Pick(Urls)));
        var (resource, subresource) = Pick(Resources).Split('/') is [var first, var second] ? (first, second) : (Pick(Resources).Split('/')[0], "");
        return (who, new ResourceRequest(Pick(Verbs), Pick(Groups), resource, subresource, Pick(Names), Chance(0.85) ? Pick<string>([.. namespaces]) : ""));
    }

    private JsonObject Role(string kind, string name, string? place, string? part)
    {
        var role = Object(kind, name, place);
        if (part is not null)
            role["metadata"]!["labels"] = new JsonObject { [Label] = part };
        role["rules"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Rule(kind))]);
        return role;
    }

    private JsonObject Rule(string kind)
    {
        if (kind == "ClusterRole" && Chance(0.2))
            return new JsonObject { ["verbs"] = List(2, "get", "post", "*"), ["nonResourceURLs"] = List(2, "/healthz", "/api*", "/logs/*", "*", "/metrics") };
        var rule = new JsonObject
        {
            ["verbs"] = Chance(0.15) ? new JsonArray("*") : List(4, Verbs),
            ["apiGroups"] = Chance(0.25) ? new JsonArray("*") : List(2, Groups),
            ["resources"] = Chance(0.1) ? new JsonArray("*") : List(4, [.. Resources, "*/exec", "*/scale", "pods/*", "*/token"]),
        };
        if (Chance(0.2))
            rule["resourceNames"] = List(2, "web", "db", "other");
        return rule;
    }

    private JsonObject Binding(string kind, string name, string? place, string roleKind, string roleName, bool isWide)
    {
        var binding = Object(kind, name, place);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = roleKind, ["name"] = roleName };
        binding["subjects"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Subject(place, isWide))]);
        return binding;
    }

    private JsonObject Subject(string? place, bool isWide)
    {
        var of = Pick<string>([.. namespaces]);
        if (Chance(0.6))
        {
            var account = new JsonObject { ["kind"] = "ServiceAccount", ["name"] = Pick(Accounts), ["namespace"] = of };
            if (place is not null && Chance(0.2))
                account["namespace"] = place;
            return account;
        }

        var isUser = Chance(0.3);
        var group = isWide && Chance(0.3) ? Pick("system:serviceaccounts", "system:authenticated") : Pick($"{mark}-group", $"system:serviceaccounts:{of}");
        return new JsonObject { ["apiGroup"] = Group, ["kind"] = isUser ? "User" : "Group", ["name"] = isUser ? Pick($"{mark}-user", $"system:serviceaccount:{of}:builder") : group };
    }

    private static JsonObject Object(string kind, string name, string? place)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (place is not null)
            metadata["namespace"] = place;
        return new JsonObject { ["apiVersion"] = $"{Group}/v1", ["kind"] = kind, ["metadata"] = metadata };
    }

    private JsonArray List(int most, params string[] of) =>
        [.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => Pick(of)).Distinct().Select(JsonNode (text) => text)];

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(params ReadOnlySpan<T> of) => of[_random.Next(of.Length)];
}
