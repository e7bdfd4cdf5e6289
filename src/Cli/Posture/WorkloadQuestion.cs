using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Workloads;

namespace IncidentMesh.Cli.Posture;

/// <summary>Commands about one workload: of manifests without a server, or of a cluster that a server watches.</summary>
internal static class WorkloadQuestion
{
    private static readonly ContextReading DefaultLabels = new(ContextOptions.Default);

    /// <param name="name">Name of the command.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="part">What of the whole review is shown.</param>
    /// <param name="table">Prints that for people.</param>
    /// <param name="host">Terminal and files.</param>
    /// <param name="output">Format.</param>
    /// <param name="online">Asks a server.</param>
    public static Command Create(
        string name, string description, Func<JsonElement, JsonElement> part, Action<Screen, JsonElement> table, CliHost host, OutputOption output, OnlineCommands online)
    {
        var workload = WorkloadName.Argument();
        var manifests = WorkloadName.Manifests();
        var place = WorkloadName.Namespace();
        var cluster = new Option<string?>("--cluster") { Description = "Ask a server about this cluster, instead of manifests.", HelpName = "cluster" };
        var command = online.Command(name, description, [workload, manifests, place, cluster], async call =>
        {
            var (kind, named) = WorkloadName.Parts(call.Parsed.GetRequiredValue(workload));
            var path = ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster)!, "posture", call.Parsed.GetValue(place) ?? "default", kind, named);
            return await call.Api.GetAsync(path, call.Cancellation) switch
            {
                Answer.Done done => call.Show(new Answer.Done(part(done.Body)), table),
                var failed => call.Fail((Answer.Failed)failed),
            };
        });
        var ask = (AsynchronousCommandLineAction)command.Action!;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (files, id) = (parsed.GetValue(manifests) ?? [], parsed.GetValue(cluster));
            if (files.Length > 0 == id is not null)
                return host.Fail(ExitCodes.Usage, "Name either manifests, with --manifests, or a cluster that a server watches, with --cluster.");
            if (id is not null)
                return await ask.InvokeAsync(parsed, cancellationToken);
            var (found, around, exitCode) = await WorkloadName.FindAsync(parsed.GetRequiredValue(workload), parsed.GetValue(place), files, host, cancellationToken);
            if (found is null)
                return exitCode;
            var shown = part(WorkloadReviewJson.Of(found.FullName, WorkloadReview.Of(found.Pod, around.Snapshot(), DefaultLabels)));
            new Screen(host, output.Of(parsed)).Print(shown, screen => table(screen, shown));
            return around.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
