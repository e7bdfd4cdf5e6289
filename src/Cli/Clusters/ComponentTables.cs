using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Clusters;

/// <summary>Vulnerabilities of Kubernetes itself, for people.</summary>
internal static class ComponentTables
{
    public static void Show(Screen screen, JsonElement status)
    {
        screen.Facts(
            ("Feed", status.Text("feed")),
            ("As of", status.Has("feedAt") ? status.Time("feedAt") : "never read"),
            ("Problem", status.Text("problem")),
            ("Runs", status.Has("components") ? string.Join(", ", status.Items("components").Select(static one => $"{one.Text("name")} {one.Text("version")} ({one.Text("count")})")) : "not known"),
            ("Incident", status.Text("incident")),
            ("To be read", status.Joined("uncertain")));
        screen.Line();
        screen.Table(
            ["VULNERABILITY", "SEVERITY", "AFFECTED", "SUMMARY"],
            status.Items("vulnerabilities").Select(static one => (IReadOnlyList<Cell>)[one.Text("id"), Cell.Severity(one.Text("severity")), one.Text("affected"), one.Text("summary")]),
            status.Has("components") && status.Has("feedAt") ? "Nothing in the feed names these versions." : "What affects the cluster is not known.");
    }
}
