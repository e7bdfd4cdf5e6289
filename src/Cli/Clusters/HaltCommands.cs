using System.CommandLine;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Api;

namespace IncidentMesh.Cli.Clusters;

/// <summary><c>incidentmesh clusters halt</c> and <c>resume</c>: the kill switch.</summary>
internal static class HaltCommands
{
    public static Command Halt(OnlineCommands online) => Create(
        online, "halt", "Change nothing more, in one cluster or in all, until you resume: plans stop before their next write, and contained workloads are not held.", lift: false);

    public static Command Resume(OnlineCommands online) => Create(
        online, "resume", "Lift a halt. Contained workloads are held again; plans that it stopped do not go on by themselves: have them proposed again.", lift: true);

    private static Command Create(OnlineCommands online, string name, string description, bool lift)
    {
        var cluster = ClusterCommands.Cluster();
        cluster.Arity = ArgumentArity.ZeroOrOne;
        var all = new Option<bool>("--all") { Description = "Every cluster, those that are added later too." };
        var reason = Inputs.Reason("Why, for the audit trail.");
        return online.Command(name, description, [cluster, all, reason], async call =>
        {
            var id = call.Parsed.GetValue(cluster);
            if (id is not null == call.Parsed.GetValue(all))
                return call.Host.Fail(ExitCodes.Usage, "Name one cluster, or say --all.");

            IEnumerable<string> path = id is null ? ["halts", "everywhere"] : ["clusters", id, "halt"];
            var answer = await call.Api.PostAsync(
                ApiPath.Of([.. path, .. lift ? ["lift"] : Array.Empty<string>()]), new JsonObject { ["reason"] = call.Parsed.GetRequiredValue(reason) }, null, call.Cancellation);
            return lift
                ? call.Show(answer, (screen, left) => ClusterTables.Lifted(screen, left, id))
                : call.Show(answer, ClusterTables.Halt);
        });
    }
}
