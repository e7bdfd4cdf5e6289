using System.Globalization;

namespace IncidentMesh.Benchmarks.Inventory;

/// <summary>What surrounds the pods of <see cref="PodMaker"/>: of each Deployment a service with its endpoint slice, an account and a binding; of every fifth an ingress and a policy.</summary>
internal static class SurroundingsMaker
{
    private const int PodsOfNode = 200;

    public static IEnumerable<(string Kind, string Json)> Of(int pods)
    {
        for (var node = 0; node * PodsOfNode < pods; node++)
            yield return ("Node", $$$"""{"metadata":{"name":"node-{{{node}}}","uid":"n-{{{node}}}"},"spec":{"providerID":"aws:///zone/i-{{{node}}}"},"status":{"addresses":[{"type":"InternalIP","address":"10.1.{{{node / 250}}}.{{{node % 250}}}"}]} }""");
        foreach (var (name, rules) in new[] { ("view", """[{"apiGroups":[""],"resources":["pods","services"],"verbs":["get","list","watch"]}]"""), ("edit", """[{"apiGroups":["","apps"],"resources":["pods","secrets","deployments"],"verbs":["*"]}]""") })
            yield return ("ClusterRole", $$$"""{"metadata":{"name":"{{{name}}}","uid":"cr-{{{name}}}"},"rules":{{{rules}}} }""");
        for (var app = 0; app * PodMaker.PodsOfDeployment < pods; app++)
        {
            var (id, space) = (app.ToString(CultureInfo.InvariantCulture), PodMaker.Space(app));
            var metadata = $$"""{"name":"app-{{id}}","namespace":"{{space}}","uid":"s-{{id}}","labels":{"app":"app-{{id}}","kubernetes.io/service-name":"app-{{id}}"} }""";
            if (app % 50 == 0)
                yield return ("Namespace", $$$"""{"metadata":{"name":"{{{space}}}","uid":"ns-{{{space}}}","labels":{"env":"production"} } }""");
            yield return ("Service", $$"""{"metadata":{{metadata}},"spec":{"type":"{{(app % 25 == 0 ? "LoadBalancer" : "ClusterIP")}}","clusterIP":"10.2.0.1","selector":{"app":"app-{{id}}"},"ports":[{"name":"http","port":80,"targetPort":"http"}]},"status":{"loadBalancer":{} } }""");
            yield return ("EndpointSlice", $$"""{"metadata":{{metadata}},"addressType":"IPv4","endpoints":[{{string.Join(',', Enumerable.Range(app * 10, 10).Select(pod => $$"""{"addresses":["10.3.0.{{pod % 250}}"],"conditions":{"ready":true},"targetRef":{"kind":"Pod","name":"app-{{id}}-7c9d8b6f54-{{pod:x5}}"} }"""))}}],"ports":[{"name":"http","port":8080,"protocol":"TCP"}]}""");
            yield return ("ServiceAccount", $$"""{"metadata":{{metadata}},"imagePullSecrets":[{"name":"registry"}]}""");
            yield return ("RoleBinding", $$"""{"metadata":{{metadata}},"roleRef":{"kind":"ClusterRole","name":"{{(app % 20 == 0 ? "edit" : "view")}}"},"subjects":[{"kind":"ServiceAccount","name":"app-{{id}}"}]}""");
            if (app % 5 != 0)
                continue;
            yield return ("Ingress", $$"""{"metadata":{{metadata}},"spec":{"ingressClassName":"nginx","rules":[{"host":"app-{{id}}.example","http":{"paths":[{"path":"/","backend":{"service":{"name":"app-{{id}}","port":{"number":80} } } }]} }]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]} } }""");
            yield return ("NetworkPolicy", $$"""{"metadata":{{metadata}},"spec":{"podSelector":{"matchLabels":{"app":"app-{{id}}"} },"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"ingress"} } },{"podSelector":{} }],"ports":[{"port":8080}]}]} }""");
        }
    }
}
