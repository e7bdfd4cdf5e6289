using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Clusters;

/// <summary>Kernel modules that sensors saw loaded, for people.</summary>
internal static class ModuleTables
{
    public static void Show(Screen screen, JsonElement list) => screen.Table(
        ["NODE", "MODULE", "LAST SEEN", "TIMES", "POD", "BY", "SENSOR"],
        list.Items("items").Select(static one => (IReadOnlyList<Cell>)
        [
            one.Text("node"), one.Text("module"), one.Time("lastSeen"), one.Text("count"), one.Text("pod"), one.Text("by"), one.Text("sensor"),
        ]),
        "No sensor saw one of the modules loaded in the last 30 days. That says little where none looks: see 'posture kernel-modules'.");
}
