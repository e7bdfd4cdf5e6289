using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh reach KIND/NAME</c>: what a takeover of a pod gives.</summary>
internal static class ReachCommand
{
    private static readonly string[] Members = ["workload", "asOf", "reach"];

    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) => online.WithServer(WorkloadQuestion.Create(
        "reach", "Print what a takeover of a workload's pods gives.",
        static review => JsonSerializer.SerializeToElement(Members.Where(name => review.Has(name)).ToDictionary(static name => name, name => review.Member(name))),
        PostureTables.Reach, host, output, online));
}
