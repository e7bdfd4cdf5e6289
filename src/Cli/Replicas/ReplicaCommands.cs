using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Clusters;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Suppressions;

namespace IncidentMesh.Cli.Replicas;

/// <summary><c>incidentmesh replicas</c>: replicas beside their siblings, of files in process, and of clusters on the server.</summary>
internal static class ReplicaCommands
{
    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) =>
        new("replicas", "Compares the replicas of workloads: of files in process, of clusters on the server.")
        {
            CompareCommand.Create(host, output),
            online.WithServer(Show(online)),
            online.WithServer(Expect(online)),
            online.WithServer(Unexpect(online)),
        };

    private static Command Show(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var workload = Workload();
        var watch = Inputs.Watch();
        return online.Command("show", "Show where the comparison of a workload's replicas stands, and what it found last.", [cluster, workload, watch], call => call.WatchAsync(
            async () => call.Show(
                await call.Api.GetAsync(Path(call, cluster, workload), call.Cancellation),
                (screen, comparison) => ComparisonTables.Show(screen, comparison, call.Host.Time.GetUtcNow())),
            call.Parsed.GetValue(watch)));
    }

    private static Command Expect(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var workload = Workload();
        var feature = new Option<string>("--feature")
        {
            Description = "What is expected, as findings name it, such as exec|/usr/bin/curl; * stands for any characters, ? for one.",
            HelpName = "pattern",
            Required = true,
        };
        var replica = new Option<string?>("--replica") { Description = "Only of these pods; * stands for any characters, ? for one.", HelpName = "pattern" };
        var reason = Inputs.Reason("Why it is expected.");
        var expires = new Option<string>("--expires")
        {
            Description = "Until when, at most a year: a date or a time such as 2026-12-31, or how long, such as 12h or 30d.",
            HelpName = "time",
            Required = true,
        };
        return online.Command("expect", "Leave a deviation out of the comparison for a time.", [cluster, workload, feature, replica, reason, expires], async call =>
        {
            var parsed = call.Parsed;
            var body = new JsonObject
            {
                ["feature"] = parsed.GetRequiredValue(feature),
                ["replica"] = parsed.GetValue(replica),
                ["reason"] = parsed.GetRequiredValue(reason),
                ["expires"] = Expiry.Of(parsed.GetRequiredValue(expires), call.Host.Time.GetUtcNow()),
            };
            return call.Show(await call.Api.PostAsync($"{Path(call, cluster, workload)}/expectations", body, null, call.Cancellation), ComparisonTables.Expected);
        });
    }

    private static Command Unexpect(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var workload = Workload();
        var expectation = Inputs.Id("expectation", "Id of the expectation.");
        return online.Command("unexpect", "Compare again what an expectation left out.", [cluster, workload, expectation], async call =>
        {
            var id = call.Parsed.GetRequiredValue(expectation);
            return call.Show(
                await call.Api.DeleteAsync($"{Path(call, cluster, workload)}/expectations/{ApiPath.Of(id)}", call.Cancellation), (screen, _) => screen.Line($"{id} is removed."));
        });
    }

    private static Argument<string> Workload()
    {
        var argument = new Argument<string>("workload") { Description = "The workload, as namespace/Kind/name, such as shop/Deployment/web." };
        argument.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !(text.Split('/') is { Length: 3 } parts && parts.All(Inputs.IsId)))
                result.AddError($"'{text}' is no workload: it is namespace/Kind/name, such as shop/Deployment/web.");
        });
        return argument;
    }

    private static string Path(OnlineCall call, Argument<string> cluster, Argument<string> workload) =>
        ApiPath.Of(["clusters", call.Parsed.GetRequiredValue(cluster), "comparisons", .. call.Parsed.GetRequiredValue(workload).Split('/')]);
}
