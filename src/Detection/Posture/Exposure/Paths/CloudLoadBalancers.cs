using IncidentMesh.Detection.Posture.Exposure.Addresses;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Exposure.Reading;

namespace IncidentMesh.Detection.Posture.Exposure.Paths;

/// <summary>How clouds are told that a load balancer is for their private network only.</summary>
internal static class CloudLoadBalancers
{
    private const string AwsScheme = "service.beta.kubernetes.io/aws-load-balancer-scheme";
    private const string AwsInternal = "service.beta.kubernetes.io/aws-load-balancer-internal";
    private const string AwsType = "service.beta.kubernetes.io/aws-load-balancer-type";
    private const string AlbScheme = "alb.ingress.kubernetes.io/scheme";

    private static readonly (string Annotation, string Value)[] Internal =
    [
        ("networking.gke.io/load-balancer-type", "Internal"),
        ("cloud.google.com/load-balancer-type", "Internal"),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
        ("service.beta.kubernetes.io/openstack-internal-load-balancer", "true"),
        ("service.beta.kubernetes.io/oci-load-balancer-internal", "true"),
        ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet"),
        ("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private"),
        ("appgw.ingress.kubernetes.io/use-private-ip", "true"),
        (AlbScheme, "internal"),
        (AwsScheme, "internal"),
    ];

    /// <summary>Annotations that list the addresses that an ingress takes connections from.</summary>
    private static readonly string[] Ranges =
    [
        "nginx.ingress.kubernetes.io/whitelist-source-range",
        "nginx.ingress.kubernetes.io/allowlist-source-range",
        "alb.ingress.kubernetes.io/inbound-cidrs",
        "haproxy.org/allow-list",
    ];

    /// <returns>What keeps it private, to follow "by"; null where nothing does.</returns>
    public static string? KeepsPrivate(Service service)
    {
        if (ByAddress(service.Addresses) is { } known)
            return known.Reason;
        if (ByAnnotation(service.Annotations) is { } annotation)
            return annotation;

        // AWS' own controller makes internal ones unless told otherwise; the older one, in the cloud provider, does not.
        var isControllers = service.LoadBalancerClass == "service.k8s.aws/nlb"
            || service.Annotations.GetValueOrDefault(AwsType) is "external" or "nlb-ip";
        return isControllers && !service.Annotations.ContainsKey(AwsScheme) ? "the default of the AWS load balancer controller" : null;
    }

    /// <inheritdoc cref="KeepsPrivate(Service)"/>
    public static string? KeepsPrivate(Ingress ingress)
    {
        if (ByAddress(ingress.Addresses) is { } known)
            return known.Reason;
        if (ingress.Class == "gce-internal")
            return "its class gce-internal";
        if (ByAnnotation(ingress.Annotations) is { } annotation)
            return annotation;
        return ingress.Class == "alb" && !ingress.Annotations.ContainsKey(AlbScheme) ? $"the default of the class alb without the annotation {AlbScheme}" : null;
    }

    /// <inheritdoc cref="KeepsPrivate(Service)"/>
    public static string? KeepsPrivate(Gateway gateway)
    {
        if (ByAddress(gateway.Addresses) is { } known)
            return known.Reason;
        return gateway.Class.Contains("-rilb", StringComparison.Ordinal) ? $"its class {gateway.Class}" : ByAnnotation(gateway.Annotations);
    }

    /// <summary>Addresses that an ingress takes connections from, as text; empty for all.</summary>
    public static IReadOnlyList<string> SourceRanges(Ingress ingress) =>
        [.. Ranges.SelectMany(annotation => ServiceReader.Ranges(ingress.Annotations.GetValueOrDefault(annotation)))];

    /// <summary>What the addresses say outweighs annotations: they are what is there.</summary>
    private static (string? Reason, bool IsPublic)? ByAddress(IReadOnlyList<string>? addresses)
    {
        var kinds = (addresses ?? []).Select(static address => (Address: address, IsPublic: AddressKind.IsPublic(address))).Where(static one => one.IsPublic is not null).ToList();
        if (kinds.Count == 0)
            return null;
        return kinds.Exists(static one => one.IsPublic == true) ? (null, true) : ($"its private address {kinds[0].Address}", false);
    }

    private static string? ByAnnotation(IReadOnlyDictionary<string, string> annotations)
    {
        foreach (var (annotation, value) in Internal)
        {
            if (annotations.TryGetValue(annotation, out var found) && string.Equals(found, value, StringComparison.OrdinalIgnoreCase))
                return $"the annotation {annotation}: {found}";
        }

        return annotations.TryGetValue(AwsInternal, out var old) && old.Length > 0 && !string.Equals(old, "false", StringComparison.OrdinalIgnoreCase)
            ? $"the annotation {AwsInternal}: {old}"
            : null;
    }
}
