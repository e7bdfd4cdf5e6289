using System.CommandLine;
using System.CommandLine.Invocation;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Audit;
using IncidentMesh.Cli.Clusters;
using IncidentMesh.Cli.Completion;
using IncidentMesh.Cli.DeadLetters;
using IncidentMesh.Cli.Incidents;
using IncidentMesh.Cli.Inventory;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Plans;
using IncidentMesh.Cli.Posture;
using IncidentMesh.Cli.Replicas;
using IncidentMesh.Cli.Routing;
using IncidentMesh.Cli.Rules;
using IncidentMesh.Cli.Scoring;
using IncidentMesh.Cli.Suppressions;
using IncidentMesh.Cli.Tokens;
using IncidentMesh.Cli.Vulnerabilities;

namespace IncidentMesh.Cli;

/// <summary>The program <c>incidentmesh</c>.</summary>
internal static class CommandLine
{
    // Names and comments may begin with @: it is no response file here.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliHost host, CancellationToken cancellationToken = default)
    {
        try
        {
            var parsed = Build(host).Parse(args, Parsing);
            return parsed.Action is ParseErrorAction
                ? Usage(parsed, host)
                : await parsed.InvokeAsync(Invocation(host), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (IOException failure)
        {
            // Such as a pipe whose reader has gone: "incidentmesh ... | head".
            return Say(host, ExitCodes.Failed, failure.Message);
        }
        catch (Exception defect)
        {
            // The outermost boundary: whatever it is, nobody is helped by a stack trace in a terminal.
            return Say(host, ExitCodes.Failed, $"This should not have happened: {defect.GetType().Name}: {defect.Message}");
        }
    }

    internal static RootCommand Build(CliHost host)
    {
        var output = new OutputOption();
        var online = new OnlineCommands(host, output);
        var root = new RootCommand("Runtime security signals of Kubernetes clusters, made into few incidents: look at them, decide, undo.")
        {
            output.Option,
            AnalyzeCommand.Create(host, output),
            RuleCommands.Create(host, output, online),
            ReplicaCommands.Create(host, output, online),
            PostureCommands.Create(host, output, online),
            ScoreCommand.Create(host, output),
            ReachCommand.Create(host, output, online),
            VulnerabilityCommands.Create(host, output, online),
        };
        root.Add(IncidentCommands.Create(online));
        root.Add(PlanCommands.Create(online));
        root.Add(ClusterCommands.Create(online));
        root.Add(InventoryCommands.Create(online));
        root.Add(RouteCommands.Create(host, output, online));
        root.Add(SuppressionCommands.Create(online));
        root.Add(DeadLetterCommands.Create(online));
        root.Add(AuditCommands.Create(online));
        root.Add(TokenCommands.Create(online));
        root.Add(CompletionCommand.Create(host));
        return root;
    }

    private static InvocationConfiguration Invocation(CliHost host) => new()
    {
        Output = host.Output,
        Error = host.Error,
        EnableDefaultExceptionHandler = false,
    };

    private static int Usage(ParseResult parsed, CliHost host)
    {
        foreach (var error in parsed.Errors)
            host.Fail(ExitCodes.Usage, error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal));

        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Command is RootCommand ? "incidentmesh" : result.Command.Name);
        host.Error.WriteLine($"Try '{string.Join(' ', names)} --help'.");
        return ExitCodes.Usage;
    }

    private static int Say(CliHost host, int exitCode, string sentence)
    {
        try
        {
            return host.Fail(exitCode, sentence);
        }
        catch (IOException)
        {
            return exitCode;
        }
    }
}
