using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Rules.Test;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules ...</c>: Falco's rule files, without any server.</summary>
internal static class RuleCommands
{
    public static Command Create(CliHost host, OutputOption output) => new("rules", "Check rule files in Falco's language, and try conditions, without a server.")
    {
        ValidateCommand.Create(host, output),
        ListCommand.Create(host, output),
        ExplainCommand.Create(host, output),
        FieldsCommand.Create(host, output),
        EvalCommand.Create(host, output),
        RunCommand.Create(host),
        TestCommand.Create(host, output),
    };
}
