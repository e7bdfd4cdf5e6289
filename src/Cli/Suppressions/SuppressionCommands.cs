using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Clusters;

namespace IncidentMesh.Cli.Suppressions;

/// <summary><c>incidentmesh suppressions ...</c></summary>
internal static class SuppressionCommands
{
    public static Command Create(OnlineCommands online) => online.Group(
        "suppressions", "What is not to be seen of a cluster for a time; it is still counted.", List(online), Add(online), Remove(online));

    private static Command List(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var watch = Inputs.Watch();
        return online.Command("list", "List a cluster's suppressions and what they hid.", [cluster, watch], call => call.WatchAsync(
            async () => call.Show(
                await call.Api.GetListAsync(Path(call, cluster), call.Cancellation),
                (screen, list) => SuppressionTables.List(screen, list, call.Host.Time.GetUtcNow())),
            call.Parsed.GetValue(watch)));
    }

    private static Command Add(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var reason = Inputs.Reason("Why it is not to be seen.");
        var owner = new Option<string>("--owner") { Description = "Who answers for it, such as team-ci.", HelpName = "name", Required = true };
        var expires = new Option<string>("--expires")
        {
            Description = "Until when, at most a year: a date or a time such as 2026-12-31, or how long, such as 12h or 30d.",
            HelpName = "time",
            Required = true,
        };
        var rule = Pattern("--rule", "Rules or titles of detections");
        var workload = Pattern("--workload", "Workloads, as namespace/name");
        var user = Pattern("--user", "Users");
        var node = Pattern("--node", "Nodes");
        var expression = new Option<string?>("--expression") { Description = "A condition in Falco's language that holds for the event.", HelpName = "condition" };
        var command = online.Command(
            "add", "Hide detections for a time. They are still counted.", [cluster, rule, workload, user, node, expression, reason, owner, expires], async call =>
            {
                var parsed = call.Parsed;
                var body = new JsonObject
                {
                    ["reason"] = parsed.GetRequiredValue(reason),
                    ["owner"] = parsed.GetRequiredValue(owner),
                    ["expires"] = Expiry.Of(parsed.GetRequiredValue(expires), call.Host.Time.GetUtcNow()),
                    ["rule"] = parsed.GetValue(rule),
                    ["workload"] = parsed.GetValue(workload),
                    ["user"] = parsed.GetValue(user),
                    ["node"] = parsed.GetValue(node),
                    ["expression"] = parsed.GetValue(expression),
                };
                return call.Show(await call.Api.PostAsync(Path(call, cluster), body, null, call.Cancellation), SuppressionTables.Added);
            });
        command.Validators.Add(result =>
        {
            if (new[] { rule, workload, user, node, expression }.All(option => result.GetValue(option) is null))
                result.AddError("It would hide everything: give at least one of --rule, --workload, --user, --node and --expression.");
        });
        return command;
    }

    private static Command Remove(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var suppression = Inputs.Id("suppression", "Id of the suppression.");
        return online.Command("remove", "Show again what it hides, from now on.", [cluster, suppression], async call =>
        {
            var id = call.Parsed.GetRequiredValue(suppression);
            return call.Show(
                await call.Api.DeleteAsync($"{Path(call, cluster)}/{ApiPath.Of(id)}", call.Cancellation), (screen, _) => screen.Line($"{id} is removed."));
        });
    }

    private static Option<string?> Pattern(string name, string what) => new(name)
    {
        Description = $"{what}; * stands for any characters, ? for one.",
        HelpName = "pattern",
    };

    private static string Path(OnlineCall call, Argument<string> cluster) => ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "suppressions");
}
