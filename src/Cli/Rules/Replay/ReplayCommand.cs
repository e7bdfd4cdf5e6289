using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary><c>incidentmesh rules replay RULE --cluster CLUSTER</c>: how often rules would have fired on what a cluster's sensors sent.</summary>
internal static class ReplayCommand
{
    private const int DefaultHours = 24;

    public static Command Create(OnlineCommands online)
    {
        var rule = new Argument<string>("rule") { Description = "A rule file, or the name of a rule that the server has in force. '-' is standard input." };
        var cluster = new Option<string>("--cluster") { Description = "Id of the cluster.", HelpName = "id", Required = true };
        var hours = new Option<int>("--hours")
        {
            Description = "How far back, in hours.",
            HelpName = "n",
            DefaultValueFactory = static _ => DefaultHours,
        };
        var only = new Option<string?>("--rule") { Description = "The one rule of the file to try; else all that it defines or changes.", HelpName = "name" };
        var command = online.Command(
            "replay", "Say how often rules would have fired in the last hours, and on what. The server reads the raw events that it still keeps.",
            [rule, cluster, hours, only],
            async call =>
            {
                var body = new JsonObject { ["hours"] = call.Parsed.GetValue(hours) };
                if (!await AddRulesAsync(body, call.Parsed.GetRequiredValue(rule), call.Parsed.GetValue(only), call))
                    return ExitCodes.Failed;
                return await RunAsync(ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "replay"), body, call);
            });
        return online.WithServer(command);
    }

    /// <returns>False where the file cannot be read, which was said.</returns>
    private static async Task<bool> AddRulesAsync(JsonObject body, string rule, string? only, OnlineCall call)
    {
        if (only is not null)
            body["rule"] = only;
        if (rule != "-" && !File.Exists(rule) && !IsFileName(rule) && only is null)
        {
            body["rule"] = rule;
            return true;
        }

        if (await RuleFiles.ReadEachAsync([rule], call.Host, call.Cancellation) is not [var file])
            return false;
        body["rules"] = file.Text;
        return true;
    }

    /// <summary>A mistyped file is to be missed as a file, and not as a rule of that name.</summary>
    private static bool IsFileName(string text) =>
        text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static async Task<int> RunAsync(string path, JsonObject body, OnlineCall call)
    {
        var total = new ReplayTotal(call.Host.Time);
        var progress = new ReplayProgress(call.Host, total);
        Answer.Failed? failure = null;
        try
        {
            do
            {
                switch (await call.Api.PostAsync(path, body.DeepClone(), null, call.Cancellation))
                {
                    case Answer.Failed failed:
                        failure = failed;
                        break;
                    case Answer.Done done:
                        total.Add(done.Body);
                        if (total.NextCursor is not null && body["cursor"]?.GetValue<string>() == total.NextCursor)
                            failure = new Answer.Failed(ExitCodes.Failed, $"What answers at {call.Api.Server} gives the same part of the log again and again.");
                        body["cursor"] = total.NextCursor;
                        progress.Tell();
                        break;
                }
            }
            while (failure is null && total.NextCursor is not null);
        }
        catch (OperationCanceledException)
        {
            failure = new Answer.Failed(ExitCodes.Interrupted, "Stopped before the end: what is counted is what was read until then.");
        }

        progress.End();
        if (failure is null || total.Events > 0)
            call.Screen.Print(total.ToJson(isComplete: failure is null), screen => ReplayTables.Show(screen, total, isComplete: failure is null));
        return failure is null ? ExitCodes.Ok : call.Fail(failure);
    }
}
