using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Selectors;

namespace IncidentMesh.Detection.Posture.Exposure.Reading;

internal static class GatewayReader
{
    public static Gateway Read(Field root)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var spec = root.Object("spec");
        var annotations = new Dictionary<string, string>(metadata.Annotations, StringComparer.Ordinal);
        foreach (var (key, value) in spec?.Object("infrastructure")?.TextMap("annotations") ?? new Dictionary<string, string>())
            annotations[key] = value;
        return new Gateway(
            metadata.Namespace ?? "default",
            metadata.Name ?? "",
            spec?.Text("gatewayClassName") ?? "",
            annotations,
            [.. (spec?.Objects("listeners") ?? []).Select(Listener)],
            root.Object("status") is { } status ? [.. status.Objects("addresses").Select(static address => address.Text("value")).OfType<string>()] : null);
    }

    public static Route ReadRoute(Field root, string kind)
    {
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var place = metadata.Namespace ?? "default";
        var spec = root.Object("spec");
        var statuses = (root.Object("status")?.Objects("parents") ?? []).Select(parent => (Parent: Parent(parent.Object("parentRef"), place), IsAccepted: IsAccepted(parent))).ToList();
        return new Route(
            kind,
            place,
            metadata.Name ?? "",
            [
                .. (spec?.Objects("parentRefs") ?? []).Where(static parent => (parent.Text("kind") ?? "Gateway") == "Gateway")
                    .Select(parent => Parent(parent, place))
                    .Select(parent => parent with { IsAccepted = statuses.Where(status => status.Parent == parent).Select(static status => status.IsAccepted).FirstOrDefault() }),
            ],
            [
                .. (spec?.Objects("rules") ?? []).SelectMany(static rule => rule.Objects("backendRefs"))
                    .Where(static backend => (backend.Text("kind") ?? "Service") == "Service" && (backend.Integer("weight") ?? 1) > 0)
                    .Select(backend => new Backend(
                        backend.Text("namespace") ?? place, backend.Text("name") ?? "", backend.Port("port") is { } port ? new PortReference(port, null) : null, "")),
            ]);
    }

    public static ReferenceGrant ReadGrant(Field root)
    {
        var spec = root.Object("spec");
        var to = (spec?.Objects("to") ?? []).Where(static one => one.Text("kind") == "Service").Select(static one => one.Text("name")).ToList();
        return new ReferenceGrant(
            MetadataReader.Read(root.Object("metadata")).Namespace ?? "default",
            [.. (spec?.Objects("from") ?? []).Select(static one => (one.Text("kind") ?? "", one.Text("namespace") ?? ""))],
            to.Contains(null) ? null : [.. to.OfType<string>()]);
    }

    private static Listener Listener(Field listener)
    {
        var namespaces = listener.Object("allowedRoutes")?.Object("namespaces");
        return new Listener(listener.Text("name") ?? "", namespaces?.Text("from") ?? "Same", LabelSelectorReader.Read(namespaces?.Object("selector")));
    }

    private static RouteParent Parent(Field? parent, string place) =>
        new(parent?.Text("namespace") ?? place, parent?.Text("name") ?? "", parent?.Text("sectionName"), null);

    private static bool? IsAccepted(Field parent) =>
        parent.Objects("conditions").Where(static condition => condition.Text("type") == "Accepted").Select(static condition => condition.Text("status")).FirstOrDefault() switch
        {
            "True" => true,
            "False" => false,
            _ => null,
        };
}
