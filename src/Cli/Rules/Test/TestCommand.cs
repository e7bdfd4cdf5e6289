using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary><c>incidentmesh rules test DIR...</c>: whether rules and correlations fire on the test events beside them, and on no others.</summary>
internal static class TestCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var paths = new Argument<string[]>("dir")
        {
            Description = $"Folders with rule files and files of test events (*{RuleTestFile.Suffix}), or such files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var report = new Option<string?>("--report")
        {
            Description = "Print a report for other programs instead: junit.",
            HelpName = "kind",
        }.AcceptOnlyFromAmong("junit");
        var command = new Command("test", "Run the test events beside rules. A rule without events that fire it, or that do not, fails.") { paths, report };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetRequiredValue(paths).ToLookup(IsTestFile);
            if (await RuleFiles.LoadAsync([.. named[false]], host, cancellationToken) is not { } load
                || await RuleFiles.ReadEachAsync(named[true].Concat(named[false].SelectMany(TestFilesIn)), host, cancellationToken) is not { } files)
                return ExitCodes.Failed;
            if (ReadTests(files, host) is not { } tests)
                return ExitCodes.Failed;

            var failures = RuleTesting.Run(load, tests);
            if (parsed.GetValue(report) is not null)
                host.Output.WriteLine(TestJUnitReport.Of(tests, failures));
            else
                new Screen(host, output.Of(parsed)).Print(ToJson(load, tests, failures), screen => Show(screen, load, tests, failures));
            return failures.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static bool IsTestFile(string path) => path.EndsWith(RuleTestFile.Suffix, StringComparison.Ordinal);

    private static IEnumerable<string> TestFilesIn(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*" + RuleTestFile.Suffix, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : [];

    private static List<RuleTest>? ReadTests(List<RuleFile> files, CliHost host)
    {
        var tests = new List<RuleTest>();
        var failed = false;
        foreach (var file in files)
        {
            tests.AddRange(RuleTestFile.Read(file, out var problems));
            foreach (var problem in problems)
                host.Fail(ExitCodes.Failed, $"{problem.Place}: {problem.Message}.");
            failed |= problems.Length > 0;
        }

        return failed ? null : tests;
    }

    private static JsonElement ToJson(RuleLoad load, List<RuleTest> tests, List<RuleTestFailure> failures) => JsonSerializer.SerializeToElement(new
    {
        passed = failures.Count == 0,
        rules = load.EnabledRules.Length,
        correlations = load.EnabledCorrelations.Length,
        cases = tests.Count,
        failures = failures.Select(failure => new
        {
            file = failure.Place.File,
            line = failure.Place.Line,
            rule = failure.Rule,
            @case = failure.Case,
            expected = failure.Expected,
            actual = failure.Actual,
        }),
    });

    private static void Show(Screen screen, RuleLoad load, List<RuleTest> tests, List<RuleTestFailure> failures)
    {
        if (failures.Count > 0)
        {
            screen.Table(
                ["PLACE", "RULE", "CASE", "EXPECTED", "ACTUAL"],
                failures.Select(failure => (IReadOnlyList<Cell>)
                    [$"{failure.Place.File}:{failure.Place.Line}", failure.Rule, failure.Case, failure.Expected, failure.Actual]),
                "");
            screen.Line();
        }

        screen.Line($"{load.EnabledRules.Length} rules, {load.EnabledCorrelations.Length} correlations, {tests.Count} cases, {failures.Count} failures");
    }
}
