using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Testing;
using IncidentMesh.Sensors;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>The rules in the folder <c>rules</c> and the test events beside them.</summary>
internal static class ShippedRules
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "rules");

    public static IReadOnlyList<RuleFile> Files { get; } = Read(isTest: false);

    public static IReadOnlyList<RuleFile> TestFiles { get; } = Read(isTest: true);

    public static RuleLoad Load { get; } = RuleLoader.Load(Files);

    /// <summary>All cases; fails where a file has a mistake.</summary>
    public static IReadOnlyList<RuleTest> Tests()
    {
        var tests = new List<RuleTest>();
        foreach (var file in TestFiles)
        {
            tests.AddRange(RuleTestFile.Read(file, out var problems));
            Assert.Empty(problems);
        }

        return tests;
    }

    public static RuleTestBench Bench(RuleSet rules, params ImmutableArray<CompiledCorrelation> correlations) => new(rules, correlations, ReadSignal);

    private static Signal? ReadSignal(RuleTestEvent one) =>
        SensorFormats.Detect(one.Json.Span) is { } format && format.TryRead(one.Json.Span, one.Time, out var signal, out _) ? signal : null;

    private static List<RuleFile> Read(bool isTest) =>
    [
        .. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(RuleTestFile.Suffix, StringComparison.Ordinal) == isTest)
            .Order(StringComparer.Ordinal)
            .Select(path => new RuleFile(Path.GetRelativePath(Folder, path), File.ReadAllText(path))),
    ];
}
