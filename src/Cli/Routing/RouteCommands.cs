using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Response.Routing;

namespace IncidentMesh.Cli.Routing;

/// <summary><c>incidentmesh route explain</c>: who would hear of an incident and why, of a manifest without a server, or of what a server knows.</summary>
internal static class RouteCommands
{
    public static Command Create(CliHost host, OutputOption output, OnlineCommands online) =>
        online.Group("route", "Who hears of an incident.", Explain(host, output, online));

    private static Command Explain(CliHost host, OutputOption output, OnlineCommands online)
    {
        var file = new Argument<string?>("file")
        {
            Description = "Manifest of the workload, YAML or JSON, also in a List; the namespace's may stand in it, too. '-' is standard input. Without a file, a server is asked.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var settings = new Option<string?>("--settings") { Description = "With a file: settings of the silo (appsettings.json), for Routing and the names of targets below Integrations.", HelpName = "file" };
        var cluster = new Option<string?>("--cluster") { Description = "Id of the cluster.", HelpName = "cluster" };
        var workload = new Option<string?>("--workload") { Description = "The workload, as namespace/Kind/name; with a file, where it holds several.", HelpName = "workload" };
        var severity = new Option<string>("--severity") { Description = "Severity of the incident.", HelpName = "severity", DefaultValueFactory = static _ => "high" }
            .AcceptOnlyFromAmong("informational", "low", "medium", "high", "critical", "fatal");
        var at = new Option<string?>("--at") { Description = "When, such as 2026-05-04T22:00:00Z; else now.", HelpName = "time" };
        at.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && Time(text) is null)
                result.AddError($"'{text}' is no time: write one such as 2026-05-04T22:00:00Z.");
        });

        var command = online.Command("explain", "Explain step by step who would hear of an incident.", [file, settings, cluster, workload, severity, at], async call =>
        {
            if (call.Parsed.GetValue(cluster) is not { } id)
                return host.Fail(ExitCodes.Usage, "Name a manifest, or --cluster and --workload to ask a server.");
            var path = ApiPath.Of("clusters", id, "route").WithQuery(
                ("workload", call.Parsed.GetValue(workload)), ("severity", call.Parsed.GetValue(severity)), ("at", call.Parsed.GetValue(at)));
            return call.Show(await call.Api.GetAsync(path, call.Cancellation), RouteTables.Show);
        });
        var ask = (AsynchronousCommandLineAction)command.Action!;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(file) is not { } manifest)
                return await ask.InvokeAsync(parsed, cancellationToken);
            var (options, notifiers, settingsError) = await RouteSettings.ReadAsync(parsed.GetValue(settings), cancellationToken);
            if (settingsError is not null)
                return host.Fail(ExitCodes.Failed, settingsError);
            var (signs, manifestError) = await RouteManifests.ReadAsync(manifest, parsed.GetValue(workload), host, cancellationToken);
            if (signs is null)
                return host.Fail(ExitCodes.Failed, $"{manifest}: {manifestError}");

            var question = new RouteQuestion(
                parsed.GetValue(cluster) ?? "local",
                signs,
                Enum.Parse<Severity>(parsed.GetRequiredValue(severity), ignoreCase: true),
                parsed.GetValue(at) is { } text ? Time(text)!.Value : host.Time.GetUtcNow());
            var (_, decision) = new RouteBook(options!, notifiers).Decide(question);
            var data = JsonSerializer.SerializeToElement(
                new
                {
                    targets = decision.Targets,
                    steps = decision.Steps.Select(static step => new { place = step.Place, text = step.Text, findings = step.Findings }),
                    problems = decision.Problems,
                });
            new Screen(host, output.Of(parsed)).Print(data, screen => RouteTables.Show(screen, data));
            if (decision.Problems.Count == 0)
                return ExitCodes.Ok;
            if (parsed.GetValue(settings) is null)
                host.Error.WriteLine("No settings were read, so no named targets, routes and owners are known: name those of the silo with --settings.");
            return ExitCodes.Failed;
        });
        return command;
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
