using System.CommandLine;

namespace IncidentMesh.Cli.Completion;

/// <summary><c>incidentmesh completion SHELL</c>: a script with which the shell asks the program itself what may follow.</summary>
internal static class CompletionCommand
{
    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
        var command = new Command("completion", "Print a script that lets a shell complete commands, such as: source <(incidentmesh completion bash)") { shell };
        command.SetAction(parsed =>
        {
            host.Output.Write(CompletionScripts.All[parsed.GetRequiredValue(shell)]);
            return ExitCodes.Ok;
        });
        return command;
    }
}
