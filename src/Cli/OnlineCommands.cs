using System.CommandLine;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli;

/// <summary>Makes the commands that ask a server.</summary>
internal sealed class OnlineCommands(CliHost host, OutputOption output)
{
    private readonly ServerOptions _server = new();

    /// <summary>A group of commands, such as <c>incidents</c>.</summary>
    public Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
            group.Add(command);
        _server.AddTo(group);
        return group;
    }

    /// <summary>Lets a command of <see cref="Command"/> stand among others that ask no server.</summary>
    public Command WithServer(Command command)
    {
        _server.AddTo(command);
        return command;
    }

    /// <param name="name">Its name within its group.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="symbols">Its arguments and options.</param>
    /// <param name="run">Carries it out.</param>
    public Command Command(string name, string description, IEnumerable<Symbol> symbols, Func<OnlineCall, Task<int>> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (connection, failure) = _server.Resolve(parsed, host);
            if (connection is null)
                return host.Fail(failure!.ExitCode, failure.Sentence);
            using var api = new ApiClient(connection, host.Patience);
            return await run(new OnlineCall(parsed, api, host, new Screen(host, output.Of(parsed)), cancellationToken));
        });
        return command;
    }
}
