using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Posture.Exposure;
using IncidentMesh.Detection.Posture.Reach;
using IncidentMesh.Detection.Posture.Standards;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture workload KIND/NAME --manifests FILE...</c>: all that is known of one workload's security.</summary>
internal static class WorkloadCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var name = WorkloadName.Argument();
        var manifests = WorkloadName.Manifests();
        var place = WorkloadName.Namespace();
        var command = new Command("workload", "Print from where a workload can be reached, how far a takeover gets, and which standard it meets.") { name, manifests, place };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (workload, cluster, exitCode) = await WorkloadName.FindAsync(
                parsed.GetRequiredValue(name), parsed.GetValue(place), parsed.GetRequiredValue(manifests), host, cancellationToken);
            if (workload is null)
                return exitCode;
            var snapshot = cluster.Snapshot();
            var (exposure, reach) = (ExposureAnalysis.Of(workload.Pod, snapshot), ReachAnalysis.Of(workload.Pod, snapshot));
            var level = new[] { PolicyLevel.Restricted, PolicyLevel.Baseline }
                .Where(level => PodSecurityStandards.Judge(workload.Pod, level, PolicyVersion.Latest).Count == 0).DefaultIfEmpty(PolicyLevel.Privileged).First();
            new Screen(host, output.Of(parsed)).Print(PostureJson.Of(workload.FullName, PolicyOptions.Name(level), exposure, reach), screen =>
            {
                screen.Facts(
                    ("Workload", workload.FullName),
                    ("Standard", PolicyOptions.Name(level)),
                    ("Exposure", PostureJson.Range(exposure.Level, exposure.AtMost)),
                    ("Reach", PostureJson.Range(reach.Level, reach.AtMost)));
                PostureTables.Show(screen, exposure);
                PostureTables.Show(screen, reach);
            });
            return cluster.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
