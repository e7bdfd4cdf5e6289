using System.CommandLine;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Replicas;

/// <summary><c>incidentmesh replicas</c>: replicas beside their siblings, in process and without a server.</summary>
internal static class ReplicaCommands
{
    public static Command Create(CliHost host, OutputOption output) =>
        new("replicas", "Compares the replicas of workloads, in process and without a server.") { CompareCommand.Create(host, output) };
}
