using System.Globalization;

namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class HostPorts
{
    public static readonly PolicyCheck Check = new("hostPorts", PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var bad = Setters.OfContainers(pod.Spec, static container => container.Ports.Any(static port => port.HostPort != 0));
        if (bad.None)
            return null;
        var ports = pod.Spec.Containers
            .SelectMany(static container => container.Ports)
            .Where(static port => port.HostPort != 0)
            .Select(static port => port.HostPort.ToString(CultureInfo.InvariantCulture))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var use = Wording.Plural(bad.Containers.Count, "uses", "use");
        return new Refusal("hostPort", $"{bad} {use} {Wording.Plural(ports.Count, "hostPort", "hostPorts")} {Wording.Plain(ports)}");
    }));
}
