using System.Globalization;

namespace IncidentMesh.Chaos.Tests;

/// <summary>Falco alerts, each different from every other.</summary>
internal static class Alerts
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Of(int number, string pod, string rule = "Terminal shell in container")
    {
        var time = Start.AddMilliseconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'000000Z'", CultureInfo.InvariantCulture);
        return $$$"""{"time":"{{{time}}}","rule":"{{{rule}}}","priority":"Critical","source":"syscall","output":"event {{{number}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"{{{pod}}}"}}""";
    }
}
