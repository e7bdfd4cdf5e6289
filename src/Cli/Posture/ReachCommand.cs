using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Posture.Reach;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh reach KIND/NAME --manifests FILE...</c>: what a takeover of a pod gives.</summary>
internal static class ReachCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var name = WorkloadName.Argument();
        var manifests = WorkloadName.Manifests();
        var place = WorkloadName.Namespace();
        var command = new Command("reach", "Print what a takeover of a workload's pods gives, from manifests and without a server.") { name, manifests, place };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (workload, cluster, exitCode) = await WorkloadName.FindAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(place), parsed.GetRequiredValue(manifests), host, cancellationToken);
            if (workload is null)
                return exitCode;
            var reach = ReachAnalysis.Of(workload.Pod, cluster.Snapshot());
            new Screen(host, output.Of(parsed)).Print(PostureJson.Of(workload.FullName, reach), screen =>
            {
                screen.Facts(("Workload", workload.FullName), ("Reach", PostureJson.Range(reach.Level, reach.AtMost)));
                PostureTables.Show(screen, reach);
            });
            return cluster.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
