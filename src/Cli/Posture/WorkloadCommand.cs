using System.CommandLine;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture workload KIND/NAME</c>: all that is known of one workload's security.</summary>
internal static class WorkloadCommand
{
    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) => online.WithServer(WorkloadQuestion.Create(
        "workload", "Print from where a workload can be reached, how far a takeover gets, what holds it, and which standard it meets.",
        static review => review, PostureTables.Workload, host, output, online));
}
