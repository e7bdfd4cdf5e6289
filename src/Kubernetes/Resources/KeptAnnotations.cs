namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// Annotations that are read somewhere. All others are left out: they hold whole manifests, and at times what nobody
/// should keep a second time.
/// </summary>
/// <param name="more">Further keys, or beginnings of keys that end in a slash, from the settings.</param>
internal sealed class KeptAnnotations(IEnumerable<string> more)
{
    /// <summary>Longest value, in characters; the rest of a longer one is left out.</summary>
    public const int MaxValue = 1024;

    private static readonly string[] Known =
    [
        // Whose it is and how much it matters.
        "incidentmesh.io/", "app.kubernetes.io/", "environment", "env", "criticality", "data-classification", "owner", "team",
        // Isolation, before it had fields.
        "container.apparmor.security.beta.kubernetes.io/", "seccomp.security.alpha.kubernetes.io/", "container.seccomp.security.alpha.kubernetes.io/",
        // Credentials of clouds.
        "eks.amazonaws.com/", "iam.amazonaws.com/", "iam.gke.io/", "azure.workload.identity/",
        // Whether a load balancer is an inner one, and who may reach it.
        "service.beta.kubernetes.io/", "networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type",
        "kubernetes.io/ingress.class", "alb.ingress.kubernetes.io/scheme", "alb.ingress.kubernetes.io/inbound-cidrs",
        "nginx.ingress.kubernetes.io/whitelist-source-range", "nginx.ingress.kubernetes.io/allowlist-source-range", "haproxy.org/allow-list",
        "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "appgw.ingress.kubernetes.io/use-private-ip",
        // Who would put it back.
        "argocd.argoproj.io/tracking-id", "argocd.argoproj.io/instance", "meta.helm.sh/", "kubernetes.io/config.source",
    ];

    private readonly HashSet<string> _names = [.. Known.Concat(more).Where(key => !key.EndsWith('/'))];
    private readonly string[] _prefixes = [.. Known.Concat(more).Where(key => key.EndsWith('/'))];

    public bool Keeps(string name) => _names.Contains(name) || Array.Exists(_prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
