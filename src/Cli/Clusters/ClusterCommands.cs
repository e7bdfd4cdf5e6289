using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;

namespace IncidentMesh.Cli.Clusters;

/// <summary><c>incidentmesh clusters ...</c></summary>
internal static class ClusterCommands
{
    public static Command Create(OnlineCommands online) => online.Group(
        "clusters", "Clusters, and the keys with which their sensors send.", List(online), Show(online), Add(online), Mode(online), HaltCommands.Halt(online), HaltCommands.Resume(online), Ingest(online), Components(online), KernelModules(online), KeyCommands.Create(online));

    public static Argument<string> Cluster() => Inputs.Id("cluster", "Id of the cluster.");

    private static Command List(OnlineCommands online) => online.Command("list", "List the clusters.", [], async call =>
        call.Show(await call.Api.GetListAsync("clusters", call.Cancellation), ClusterTables.List));

    private static Command Show(OnlineCommands online)
    {
        var cluster = Cluster();
        return online.Command("show", "Show one cluster, and whether it can be reached.", [cluster], async call =>
            call.Show(await call.Api.GetAsync(ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster)), call.Cancellation), ClusterTables.Show));
    }

    private static Command Ingest(OnlineCommands online)
    {
        var cluster = Cluster();
        return online.Command("ingest", "Show how far a cluster's signals are processed.", [cluster], async call =>
            call.Show(await call.Api.GetListAsync(ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "ingest"), call.Cancellation), ClusterTables.Ingest));
    }

    private static Command Components(OnlineCommands online)
    {
        var cluster = Cluster();
        return online.Command("components", "Show which vulnerabilities of Kubernetes itself a cluster has, by the versions that it runs.", [cluster], async call =>
            call.Show(await call.Api.GetAsync(ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "components"), call.Cancellation), ComponentTables.Show));
    }

    private static Command KernelModules(OnlineCommands online)
    {
        var cluster = Cluster();
        return online.Command("kernel-modules", "Show which kernel modules that nobody needs were loaded on which nodes, and by whom.", [cluster], async call =>
            call.Show(await call.Api.GetListAsync(ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "kernel-modules"), call.Cancellation), ModuleTables.Show));
    }

    private static Command Mode(OnlineCommands online)
    {
        var cluster = Cluster();
        var mode = new Argument<string>("mode") { Description = "observe or automatic." }.AcceptOnlyFromAmong("observe", "automatic");
        var reason = new Option<string?>("--reason") { Description = "Why, for the audit trail.", HelpName = "text" };
        return online.Command("mode", "Decide who decides a cluster's plans: people (observe), or the guardrails (automatic).", [cluster, mode, reason], async call =>
        {
            var body = new JsonObject { ["mode"] = call.Parsed.GetRequiredValue(mode), ["reason"] = call.Parsed.GetValue(reason) };
            var path = ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "mode");
            return call.Show(await call.Api.PostAsync(path, body, null, call.Cancellation), ClusterTables.Show);
        });
    }

    private static Command Add(OnlineCommands online)
    {
        var id = Inputs.Id("cluster", "Its id: a DNS label.");
        var name = new Option<string?>("--name") { Description = "Its name for people; else its id.", HelpName = "text" };
        var adapter = new Option<string>("--adapter")
        {
            Description = "How to reach it: kubernetes; recording, which only writes down what it would do; none, for its signals alone.",
            HelpName = "adapter",
            DefaultValueFactory = static _ => "kubernetes",
        }.AcceptOnlyFromAmong("kubernetes", "recording", "none");
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Path of a kubeconfig on the server's machine; else the server's own service account.", HelpName = "path" };
        var context = new Option<string?>("--context") { Description = "Context in the kubeconfig.", HelpName = "name" };
        var mode = new Option<string>("--mode")
        {
            Description = "observe: nothing is done until a person approves. automatic: within the guardrails, plans are carried out at once.",
            HelpName = "mode",
            DefaultValueFactory = static _ => "observe",
        }.AcceptOnlyFromAmong("observe", "automatic");
        return online.Command("add", "Add a cluster.", [id, name, adapter, kubeconfig, context, mode], async call =>
        {
            var parsed = call.Parsed;
            var body = new JsonObject
            {
                ["id"] = parsed.GetRequiredValue(id),
                ["displayName"] = parsed.GetValue(name),
                ["adapter"] = parsed.GetRequiredValue(adapter),
                ["kubeconfigPath"] = parsed.GetValue(kubeconfig),
                ["context"] = parsed.GetValue(context),
                ["mode"] = parsed.GetRequiredValue(mode),
            };
            return call.Show(await call.Api.PostAsync("clusters", body, null, call.Cancellation), ClusterTables.Show);
        });
    }
}
