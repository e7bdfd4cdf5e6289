using System.Globalization;

namespace IncidentMesh.Cli.Tests;

/// <summary>Falco alerts, each another one.</summary>
internal static class Alerts
{
    public static string One(int number, string rule = "Terminal shell in container") => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"time":"2026-03-02T09:14:03.{{{number:d9}}}Z","rule":"{{{rule}}}","priority":"Critical","output":"number {{{number}}}","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"web-7c9d8b6f54-x2lqp"}}""");

    public static IEnumerable<string> Some(int count) => Enumerable.Range(1, count).Select(static number => One(number));
}
