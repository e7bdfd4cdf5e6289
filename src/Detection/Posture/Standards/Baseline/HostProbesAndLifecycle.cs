using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

/// <summary>A probe with a host of its own makes the node's kubelet call any address (KEP-4940).</summary>
internal static class HostProbesAndLifecycle
{
    public static readonly PolicyCheck Check = new("hostProbesAndHostLifecycle", PolicyLevel.Baseline, new CheckRevision(34, static pod =>
    {
        var bad = pod.Spec.Containers
            .Where(static container => container.Handlers.Any(NamesHost))
            .Select(static container => container.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (bad.Count == 0)
            return null;
        var hosts = pod.Spec.Containers
            .SelectMany(static container => container.Handlers)
            .Where(NamesHost)
            .Select(static handler => handler.Host!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var use = Wording.Plural(bad.Count, "uses", "use");
        var noun = Wording.Plural(hosts.Count, "probe or lifecycle host", "probe or lifecycle hosts");
        return new Refusal("probe or lifecycle host", $"{Wording.Containers(bad)} {use} {noun} {Wording.Quoted(hosts)}");
    }));

    private static bool NamesHost(ContainerHandler handler) => !string.IsNullOrEmpty(handler.Host);
}
