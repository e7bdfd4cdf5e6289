using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Rules.Replay;
using IncidentMesh.Cli.Rules.Test;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules ...</c>: Falco's rule files, without any server but for the past.</summary>
internal static class RuleCommands
{
    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) => new("rules", "Check rule files in Falco's language, and try rules on events.")
    {
        ValidateCommand.Create(host, output),
        ListCommand.Create(host, output),
        ExplainCommand.Create(host, output),
        FieldsCommand.Create(host, output),
        EvalCommand.Create(host, output),
        RunCommand.Create(host),
        TestCommand.Create(host, output),
        ReplayCommand.Create(online),
    };
}
