using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Inventory;

/// <summary>What clusters are made of, for people.</summary>
internal static class InventoryTables
{
    public static void Kinds(Screen screen, JsonElement whole)
    {
        // Extensions that are not installed are many, and nothing to worry about.
        screen.Table(
            ["CLUSTER", "KIND", "GROUP", "VERSION", "OBJECTS", "STATE", "AS OF", "NOTE"],
            whole.Items("clusters").SelectMany(cluster => cluster.Items("items")
                .Where(kind => !(kind.Text("state") == "notServed" && kind.Text("extension") == "true"))
                .Select(kind => (IReadOnlyList<Cell>)
                [
                    cluster.Text("cluster"), kind.Text("kind"), kind.Text("group"), kind.Text("version"), kind.Text("objects"), kind.Text("state"),
                    kind.Time("asOf"), kind.Text("note"),
                ])),
            "Nothing is known yet.");
        SayUnavailable(screen, whole);
    }

    public static void Objects(Screen screen, JsonElement whole)
    {
        screen.Table(
            ["CLUSTER", "NAMESPACE", "NAME", "CREATED", "OWNER"],
            whole.Items("clusters").SelectMany(cluster => cluster.Items("items").Select(item => (IReadOnlyList<Cell>)
            [
                cluster.Text("cluster"), item.Member("metadata").Text("namespace"), item.Member("metadata").Text("name"),
                item.Member("metadata").Time("creationTimestamp"), Owner(item.Member("metadata")),
            ])),
            "There are none.");
        foreach (var cluster in whole.Items("clusters"))
        {
            var kind = cluster.Member("kind");
            if (kind.ValueKind == JsonValueKind.Object)
                screen.Line($"{cluster.Text("cluster")}: {Knowledge(kind)}{(cluster.Has("nextCursor") ? " There are more: use --limit 0 for all." : "")}");
        }

        SayUnavailable(screen, whole);
    }

    public static void Object(Screen screen, JsonElement answer)
    {
        foreach (var line in YamlText.Of(answer.Member("object")).TrimEnd('\n').Split('\n'))
            screen.Line(line);
        screen.Line();
        screen.Line(Knowledge(answer.Member("kind")));
    }

    private static string Knowledge(JsonElement kind) => kind.Text("state") switch
    {
        "read" => $"{kind.Text("objects")} {kind.Text("resource")} as of {kind.Time("asOf")}.",
        "notServed" => $"The cluster has no {kind.Text("resource")}.",
        "pending" => $"{kind.Text("resource")} are being read.",
        _ => $"{kind.Text("objects")} {kind.Text("resource")} as of {(kind.Has("asOf") ? kind.Time("asOf") : "never")}: {kind.Text("note")}",
    };

    private static string Owner(JsonElement metadata) =>
        string.Join(", ", metadata.Items("ownerReferences").Select(owner => $"{owner.Text("kind")}/{owner.Text("name")}"));

    private static void SayUnavailable(Screen screen, JsonElement whole)
    {
        foreach (var cluster in whole.Items("clusters").Where(static cluster => cluster.Has("unavailable")))
            screen.Line($"{cluster.Text("cluster")}: {cluster.Text("unavailable")}");
    }
}
