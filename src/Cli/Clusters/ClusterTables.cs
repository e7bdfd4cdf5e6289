using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Clusters;

/// <summary>Clusters and keys for people.</summary>
internal static class ClusterTables
{
    public static void List(Screen screen, JsonElement list) => screen.Table(
        ["CLUSTER", "ADAPTER", "MODE", "HALTED", "ADDED", "CONTEXT", "NAME"],
        list.Items("items").Select(cluster => (IReadOnlyList<Cell>)
        [
            cluster.Text("id"), cluster.Text("adapter"), cluster.Text("mode"), cluster.Member("halt").Time("at"), cluster.Time("addedAt"), cluster.Text("context"), cluster.Text("displayName"),
        ]),
        "No clusters: add one with 'incidentmesh clusters add'.");

    public static void Show(Screen screen, JsonElement cluster)
    {
        var status = cluster.Member("status");
        screen.Facts(
            ("Cluster", cluster.Text("id")),
            ("Name", cluster.Text("displayName")),
            ("Adapter", cluster.Text("adapter")),
            ("Mode", cluster.Text("mode")),
            ("Halted", cluster.Has("halt") ? Sentence(cluster.Member("halt")) : null),
            ("Kubeconfig", cluster.Text("kubeconfigPath")),
            ("Context", cluster.Text("context")),
            ("Added", cluster.Time("addedAt")),
            ("Known", status.ValueKind == JsonValueKind.Object ? $"{status.Text("pods")} pods of {status.Text("workloads")} workloads" : null),
            ("Kubernetes", status.Text("serverVersion")),
            ("As of", status.Time("inventoryAt")),
            ("Subjects", status.ValueKind == JsonValueKind.Object ? $"{status.Text("subjects")} users, nodes and the like; {status.Text("sharedSignals")} signals of further ones" : null),
            ("Unreachable", status.Text("unreachable")),
            ("Not known", string.Join('\n', status.Items("notes").Select(static note => note.ToString()))));
    }

    public static void Halt(Screen screen, JsonElement halt)
    {
        screen.Line($"Response is halted {Sentence(halt)}");
        screen.Line("Nothing is changed meanwhile: what is contained is not held, and can be undone (plans undo). Plans that were stopped are proposed again by people.");
    }

    /// <param name="screen">Where to.</param>
    /// <param name="left">Halts that are still in force.</param>
    /// <param name="cluster">Cluster id; null for every cluster.</param>
    public static void Lifted(Screen screen, JsonElement left, string? cluster)
    {
        var still = left.Items("items").Where(halt => cluster is null || !halt.Has("cluster") || halt.Text("cluster") == cluster).ToList();
        if (still.Count == 0)
            screen.Line($"Response goes on {(cluster is null ? "everywhere" : $"in {cluster}")}.");
        foreach (var halt in still)
            screen.Line($"Response is still halted {Sentence(halt)}");
    }

    private static string Sentence(JsonElement halt) =>
        $"{(halt.Has("cluster") ? $"in {halt.Text("cluster")}" : "everywhere")} by {halt.Text("by")} since {halt.Time("at")}: {halt.Text("reason")}";

    public static void Ingest(Screen screen, JsonElement list) => screen.Table(
        ["FORMAT", "PROCESSED", "MORE WAITS", "SIGNALS", "DUPLICATES", "UNREADABLE", "HELD", "UNATTRIBUTED", "UNDELIVERED"],
        list.Items("items").Select(progress => (IReadOnlyList<Cell>)
        [
            progress.Text("format"), progress.Text("processedThrough"), progress.Text("moreWaits"), progress.Text("signals"),
            progress.Text("duplicates"), progress.Text("unreadable"), progress.Text("held"), progress.Text("unattributed"), progress.Text("undelivered"),
        ]),
        "Nothing came in yet.");

    public static void Keys(Screen screen, JsonElement list) => screen.Table(
        ["KEY", "FORMAT", "CREATED", "EXPIRES", "REVOKED", "NAME"],
        list.Items("items").Select(key => (IReadOnlyList<Cell>)
        [
            key.Text("id"), key.Has("format") ? key.Text("format") : "all", key.Time("createdAt"), key.Time("expiresAt"), key.Time("revokedAt"), key.Text("name"),
        ]),
        "No keys: make one with 'incidentmesh clusters key create'.");

    /// <summary>The one place, beside new access tokens, where a secret is printed.</summary>
    public static void NewKey(Screen screen, JsonElement key)
    {
        screen.Facts(
            ("Key", key.Text("id")),
            ("Name", key.Text("name")),
            ("Cluster", key.Text("cluster")),
            ("Format", key.Has("format") ? key.Text("format") : "all"),
            ("Expires", key.Time("expiresAt")),
            ("Secret", key.Text("token")));
        screen.Line("The secret is shown this once: keep it where the sensor finds it.");
    }
}
