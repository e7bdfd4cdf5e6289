using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Modules;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture ...</c>: what pods are allowed to do, judged from files and without any server, and of one workload also live.</summary>
internal static class PostureCommands
{
    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) => new("posture", "Judge what pods may do, by Kubernetes' Pod Security Standards.")
    {
        CheckCommand.Create(host, output),
        NamespacesCommand.Create(host, output),
        PolicyCommand.Create(host, output),
        IsolationCommand.Create(host, output),
        KernelModulesCommand.Create(host, output),
        WorkloadCommand.Create(host, output, online),
    };
}
