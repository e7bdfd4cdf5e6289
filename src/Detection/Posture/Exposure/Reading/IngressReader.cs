using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Posture.Exposure.Reading;

/// <summary>Reads Ingresses of <c>networking.k8s.io/v1</c>, and of its betas, which put a backend's members elsewhere.</summary>
internal static class IngressReader
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public static Ingress Read(Field root)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var place = metadata.Namespace ?? "default";
        var spec = root.Object("spec");
        return new Ingress(
            place,
            metadata.Name ?? "",
            spec?.Text("ingressClassName") ?? metadata.Annotations.GetValueOrDefault(ClassAnnotation),
            metadata.Annotations,
            [.. Backends(spec, place)],
            ServiceReader.LoadBalancerStatus(root));
    }

    private static IEnumerable<Backend> Backends(Field? spec, string place)
    {
        if (spec is not { } found)
            yield break;
        if ((found.Object("defaultBackend") ?? found.Object("backend")) is { } first && Backend(first, place, "") is { } all)
            yield return all;
        foreach (var rule in found.Objects("rules"))
        {
            var host = rule.Text("host") ?? "";
            foreach (var path in rule.Object("http")?.Objects("paths") ?? [])
            {
                if (path.Object("backend") is { } backend && Backend(backend, place, $"{host}{path.Text("path")}") is { } one)
                    yield return one;
            }
        }
    }

    private static Backend? Backend(Field backend, string place, string where)
    {
        if (backend.Object("service") is { } service)
        {
            var port = service.Object("port");
            PortReference? found = port?.Port("number") is { } number ? new PortReference(number, null) : port?.Text("name") is { } name ? new PortReference(0, name) : null;
            return new Backend(place, service.Text("name") ?? "", found, where);
        }

        return backend.Text("serviceName") is { } old ? new Backend(place, old, backend.PortOrName("servicePort"), where) : null;
    }
}
