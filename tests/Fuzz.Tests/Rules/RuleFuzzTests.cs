using System.Globalization;
using System.Text;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language.Parsing;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Fuzz.Tests.Inputs;

namespace IncidentMesh.Fuzz.Tests.Rules;

/// <summary>Whatever stands in a rule file, loading it ends with rules or with errors that say where.</summary>
public sealed class RuleFuzzTests
{
    private const int PieceLength = 3_000;
    private static readonly byte[][] RuleFiles = [.. RuleTexts.All.Select(Encoding.UTF8.GetBytes).SelectMany(Pieces)];

    [Fact]
    public Task Random_bytes_as_a_rule_file_are_refused_in_words() => FuzzRun.RunAsync(0.2, random =>
    {
        var bytes = new byte[random.Next(2000)];
        random.NextBytes(bytes);
        Load(random.Next(2) == 0 ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes));
    });

    [Fact]
    public Task Damaged_rule_files_load_or_are_refused_in_words() => FuzzRun.RunAsync(0.4, random =>
        Load(Encoding.UTF8.GetString(Mutator.Mutate(random, Pick(random, RuleFiles), Pick(random, RuleFiles)))));

    [Fact]
    public Task Made_up_conditions_parse_load_and_run_or_are_refused_in_words() => FuzzRun.RunAsync(0.4, random =>
    {
        var condition = ConditionTexts.Make(random);
        var parsed = ConditionParser.Parse(condition);
        if (parsed.Condition is { } tree)
            Assert.True(ConditionParser.Parse(tree.ToString()!).Succeeded, condition);
        else
            Assert.InRange(parsed.Error!.Offset, 0, condition.Length);
        var quoted = condition.Replace("'", "''", StringComparison.Ordinal);
        Load(string.Create(CultureInfo.InvariantCulture, $"""
            - macro: spawned_process
              condition: evt.type = execve
            - rule: made up
              desc: made up
              condition: '{quoted}'
              output: made up %proc.name
              priority: NOTICE
              source: {(random.Next(2) == 0 ? "syscall" : "k8s_audit")}
            """));
    });

    private static void Load(string text)
    {
        var load = RuleLoader.Load([new RuleFile("made-up.yaml", text)]);
        Assert.Equal(load.Succeeded, load.Compiled is not null);
        foreach (var problem in load.Errors.Concat(load.Warnings))
            Assert.NotEmpty(problem.ToString()!);
        if (load.Compiled is { } rules)
            Run(load, rules);
    }

    /// <summary>Rules that loaded can be asked, and what matches can be told.</summary>
    private static void Run(RuleLoad load, RuleSet rules)
    {
        var context = rules.CreateContext();
        var matches = new List<int>();
        var audit = new AuditEventFields(rules.Fields);
        var alert = new AlertEventFields(rules.Fields);
        if (audit.TryBegin(RuleTexts.AuditEvent, DateTimeOffset.UnixEpoch, out _))
            rules.Match(FieldSources.KubernetesAudit, audit, context, RuleMatching.All, matches);
        foreach (var match in matches)
            Assert.NotNull(load.Outputs[match].Render(context));
        matches.Clear();
        if (alert.TryBegin(RuleTexts.Alert, DateTimeOffset.UnixEpoch, out _))
            rules.Match(FieldSources.Syscall, alert, context, RuleMatching.All, matches);
        foreach (var match in matches)
            Assert.NotNull(load.Outputs[match].Render(context));
    }

    private static byte[] Pick(Random random, byte[][] from) => from[random.Next(from.Length)];

    /// <summary>Large files in pieces: what is fed stays small, so that there can be much of it.</summary>
    private static IEnumerable<byte[]> Pieces(byte[] file) => file.Chunk(PieceLength);
}
