using System.Globalization;
using System.Text;

namespace IncidentMesh.Benchmarks.Inventory;

/// <summary>
/// Pods as an API server sends them, about 6 KB each: ten to a Deployment, with managed fields, probes, environment
/// variables, a sidecar, a token volume whose name is drawn, and statuses.
/// </summary>
internal static class PodMaker
{
    public const int PodsOfDeployment = 10;

    public static byte[] Pod(int number, long version)
    {
        var app = number / PodsOfDeployment;
        var drawn = number.ToString("x5", CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"app-{{{app}}}-7c9d8b6f54-{{{drawn}}}","generateName":"app-{{{app}}}-7c9d8b6f54-","namespace":"{{{Space(app)}}}","uid":"{{{Uid(1, number)}}}","resourceVersion":"{{{version}}}","creationTimestamp":"2026-03-01T12:00:00Z",
            "labels":{"app":"app-{{{app}}}","app.kubernetes.io/part-of":"shop","pod-template-hash":"7c9d8b6f54","team":"team-{{{app % 20}}}"},
            "annotations":{"prometheus.io/scrape":"true","checksum/config":"{{{new string('a', 64)}}}","kubectl.kubernetes.io/restartedAt":"2026-03-01T12:00:00Z"},
            "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"app-{{{app}}}-7c9d8b6f54","uid":"{{{Uid(2, app)}}}","controller":true,"blockOwnerDeletion":true}],
            "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"2026-03-01T12:00:00Z","fieldsType":"FieldsV1","fieldsV1":{{{ManagedFields}}}},{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-03-01T12:00:05Z","fieldsType":"FieldsV1","fieldsV1":{{{ManagedFields}}}}]},
            "spec":{"volumes":[{"name":"config","configMap":{"name":"app-{{{app}}}","defaultMode":420}},{"name":"kube-api-access-{{{drawn}}}","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}],
            "containers":[{{{Container("main", app, drawn)}}},{{{Container("proxy", app, drawn)}}}],
            "restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"app-{{{app}}}","serviceAccount":"app-{{{app}}}","nodeName":"node-{{{number % 500}}}","securityContext":{"fsGroup":2000},"schedulerName":"default-scheduler",
            "tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},
            "status":{"phase":"Running","conditions":[{"type":"Initialized","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-03-01T12:00:01Z"},{"type":"Ready","status":"{{{(version % 2 == 0 ? "True" : "False")}}}","lastProbeTime":null,"lastTransitionTime":"2026-03-01T12:00:05Z"}],
            "hostIP":"10.0.0.{{{number % 250}}}","podIP":"10.{{{(number >> 16) % 250}}}.{{{(number >> 8) % 250}}}.{{{number % 250}}}","startTime":"2026-03-01T12:00:01Z",
            "containerStatuses":[{{{Status("main", app, number)}}},{{{Status("proxy", app, number + 50_000_000)}}}],"qosClass":"Burstable"}}
            """);
    }

    public static byte[] ReplicaSet(int app) => Encoding.UTF8.GetBytes(
        $$$"""
        {"metadata":{"name":"app-{{{app}}}-7c9d8b6f54","namespace":"{{{Space(app)}}}","uid":"{{{Uid(2, app)}}}","resourceVersion":"1","labels":{"app":"app-{{{app}}}"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"app-{{{app}}}","uid":"{{{Uid(3, app)}}}","controller":true}]} }
        """);

    public static byte[] Deployment(int app) => Encoding.UTF8.GetBytes(
        $$$"""
        {"metadata":{"name":"app-{{{app}}}","namespace":"{{{Space(app)}}}","uid":"{{{Uid(3, app)}}}","resourceVersion":"1","labels":{"app":"app-{{{app}}}"} },
        "spec":{"replicas":10,"selector":{"matchLabels":{"app":"app-{{{app}}}"} },"template":{"metadata":{"labels":{"app":"app-{{{app}}}"} },"spec":{"containers":[{{{Container("main", app, "x")}}}]} } } }
        """);

    public static string Space(int app) => $"space-{app / 50}";

    private static string Uid(int kind, int number) => $"{kind:x8}-0000-4000-8000-{number:x12}";

    private static string Container(string name, int app, string drawn) =>
        $$$$"""
        {"name":"{{{{name}}}}","image":"registry.example/shop/{{{{name}}}}:{{{{app % 40}}}}","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],
        "env":[{"name":"LOG_LEVEL","value":"info"},{"name":"DATABASE_URL","value":"postgres://db.shop.svc:5432/app"},{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"app-{{{{app}}}}","key":"password"}} },{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}} }],
        "resources":{"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"volumeMounts":[{"name":"config","mountPath":"/etc/app"},{"name":"kube-api-access-{{{{drawn}}}}","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
        "livenessProbe":{"httpGet":{"path":"/healthz","port":8080,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
        "readinessProbe":{"httpGet":{"path":"/ready","port":8080,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
        "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent","securityContext":{"runAsNonRoot":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}
        """;

    private static string Status(string name, int app, int number) =>
        $$$$"""
        {"name":"{{{{name}}}}","state":{"running":{"startedAt":"2026-03-01T12:00:03Z"}},"lastState":{},"ready":true,"restartCount":0,"image":"registry.example/shop/{{{{name}}}}:{{{{app % 40}}}}",
        "imageID":"registry.example/shop/{{{{name}}}}@sha256:{{{{(app % 40).ToString("x64", CultureInfo.InvariantCulture)}}}}","containerID":"containerd://{{{{number.ToString("x64", CultureInfo.InvariantCulture)}}}}","started":true}
        """;

    private const string ManagedFields =
        """
        {"f:metadata":{"f:annotations":{".":{},"f:checksum/config":{},"f:prometheus.io/scrape":{}},"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:pod-template-hash":{},"f:team":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"a\"}":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{".":{},"f:env":{".":{},"k:{\"name\":\"LOG_LEVEL\"}":{".":{},"f:name":{},"f:value":{}}},"f:image":{},"f:imagePullPolicy":{},"f:livenessProbe":{".":{},"f:httpGet":{".":{},"f:path":{},"f:port":{}}},"f:name":{},"f:ports":{".":{}},"f:resources":{".":{}},"f:securityContext":{".":{}}}},"f:dnsPolicy":{},"f:restartPolicy":{}}}
        """;
}
