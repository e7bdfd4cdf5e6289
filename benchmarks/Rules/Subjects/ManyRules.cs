using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Benchmarks.Rules.Subjects;

/// <summary>Made-up rules of the kinds that teams write in numbers: who may not do what to which object.</summary>
internal static class ManyRules
{
    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];

    private static readonly string[] Resources =
    [
        "pods", "secrets", "configmaps", "deployments", "services", "nodes", "leases", "replicasets", "events", "serviceaccounts",
        "endpointslices", "clusterroles", "rolebindings", "cronjobs", "namespaces", "ingresses",
    ];

    public static ISubject Make(int count)
    {
        var builder = new RuleSetBuilder();
        for (var i = 0; i < count; i++)
        {
            var parsed = ConditionParser.Parse(Condition(i));
            if (parsed.Condition is not { } condition || !builder.Add(EventSources.KubernetesAudit, condition).IsAccepted)
                throw new InvalidOperationException($"The condition '{Condition(i)}' is refused.");
        }

        return new RuleSubject($"{count} rules", builder.Build(), RuleMatching.All);
    }

    private static string Condition(int i)
    {
        const string Complete = "jevt.value[/stage] = ResponseComplete";
        var (verb, resource) = (Verbs[i % Verbs.Length], Resources[i / 3 % Resources.Length]);
        return (i % 6) switch
        {
            0 => $"{Complete} and ka.verb = {verb} and ka.target.resource = {resource} and ka.target.name = object-{i}",
            1 => $"{Complete} and ka.user.name = person-{i}@example.org and ka.verb in (create, update, patch, delete)",
            2 => $"{Complete} and ka.target.resource = {resource} and ka.target.namespace = team-{i} and not ka.user.name startswith system:",
            3 => $"{Complete} and ka.target.resource = pods and ka.verb = create and ka.req.pod.containers.image.repository intersects (registry.example.org/tool-{i})",
            4 => $"{Complete} and ka.target.resource in (secrets, configmaps) and ka.verb in (get, list) and ka.target.namespace = team-{i} and ka.useragent contains tool-{i}",
            _ => $"{Complete} and ka.verb = {verb} and ka.target.resource = {resource} and ka.user.name in (robot-{i}, system:serviceaccount:team-{i}:robot)",
        };
    }
}
