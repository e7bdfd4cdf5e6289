using System.CommandLine;
using System.Globalization;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Rules.Run;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Cli.Rules;

/// <summary><c>incidentmesh rules run</c>: which rules the events of files fire, as JSON Lines.</summary>
internal static class RunCommand
{
    public static Command Create(CliHost host)
    {
        var rules = new Option<string[]>("--rules") { Description = "A rule file; again for more, the first one first.", HelpName = "file", Required = true };
        var source = new Option<string>("--source") { Description = "The source of the events.", HelpName = "name", Required = true }
            .AcceptOnlyFromAmong(EventSources.Syscall, EventSources.KubernetesAudit);
        var matching = new Option<string>("--matching")
        {
            Description = "Whether an event fires only the first rule that matches, as in Falco, or all.",
            HelpName = "first|all",
            DefaultValueFactory = static _ => "first",
        }.AcceptOnlyFromAmong("first", "all");
        var events = new Argument<string[]>("events")
        {
            Description = "Files with events: JSON Lines, JSON, EventLists; also as .gz. '-' is standard input.",
            Arity = ArgumentArity.OneOrMore,
        }.WithoutOptions();
        var command = new Command("run", "Print which rules the events of files fire: a line of JSON for each.") { rules, source, matching, events };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (await RuleFiles.LoadAsync(parsed.GetRequiredValue(rules), host, cancellationToken) is not { Compiled: { } compiled } load)
                return ExitCodes.Failed;
            EventOpening opening = EventSources.TryParse(parsed.GetRequiredValue(source), out var from) && from == FieldSources.KubernetesAudit
                ? new AuditOpening(compiled.Fields)
                : new ActivityOpening(compiled.Fields);
            var run = new RuleRun(load, opening, parsed.GetRequiredValue(matching) == "all" ? RuleMatching.All : RuleMatching.First, host);
            return await RunAsync(parsed.GetRequiredValue(events), run, host, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] files, RuleRun run, CliHost host, CancellationToken cancellationToken)
    {
        var failed = false;
        var began = host.Time.GetTimestamp();
        foreach (var file in files)
            failed |= !await ReadAsync(file, run, host, cancellationToken);

        var seconds = host.Time.GetElapsedTime(began).TotalSeconds;
        var rate = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {run.Events / seconds:N0} events/s") : "";
        host.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{run.Events:N0} events, {run.Matches:N0} matches, {run.Unread:N0} unread in {seconds:N2} s{rate}"));
        return failed || (run.Events == run.Unread && run.Unread > 0) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    /// <returns>Whether all of the file was read.</returns>
    private static async Task<bool> ReadAsync(string file, RuleRun run, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(file, host, cancellationToken);
        if (opened is null)
        {
            host.Fail(ExitCodes.Failed, $"{file}: {error}");
            return false;
        }

        await using (opened)
        {
            run.Begin(file, opened.WrittenAt ?? host.Time.GetUtcNow());
            try
            {
                await WindowedReading.ReadAsync(opened.Content, new EventScanner(run), run.Flush, cancellationToken);
                return true;
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                host.Fail(ExitCodes.Failed, $"{file}: it cannot be read further: {failure.Message}");
                return false;
            }
        }
    }
}
