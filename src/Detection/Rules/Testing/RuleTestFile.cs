using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>
/// A file of test events beside a rule file: a list of <c>rule</c> or <c>correlation</c>, <c>fires</c> and <c>quiet</c>, each
/// of the latter a mapping of cases to an event or to a list of events. <c>like</c> in an event names a case before it of the
/// same item, whose events are taken over and changed: what is null is taken out. Described in docs/rules.md.
/// </summary>
public sealed class RuleTestFile
{
    /// <summary>How the names of such files end; every other <c>.yaml</c> holds rules.</summary>
    public const string Suffix = ".test.yaml";

    /// <summary>The kind of item that a rule is.</summary>
    public const string Rule = "rule";

    /// <summary>The kind of item that a correlation is.</summary>
    public const string Correlation = "correlation";

    /// <summary>When the cases begin. Long after 1970, where times of sensors are taken for missing.</summary>
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ImmutableArray<RuleTest>.Builder _tests = ImmutableArray.CreateBuilder<RuleTest>();
    private readonly ImmutableArray<RuleTestProblem>.Builder _problems = ImmutableArray.CreateBuilder<RuleTestProblem>();

    private RuleTestFile()
    {
    }

    /// <summary>Reads all cases of a file that can be read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problems">Why others cannot.</param>
    public static ImmutableArray<RuleTest> Read(RuleFile file, out ImmutableArray<RuleTestProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reading = new RuleTestFile();
        var roots = YamlReader.Read(file, out var error);
        foreach (var root in roots)
            reading.ReadRoot(root);
        if (error is { } broken)
            reading.Fail(broken.Place, broken.Message);
        problems = reading._problems.ToImmutable();
        return reading._tests.ToImmutable();
    }

    private void ReadRoot(YamlNode root)
    {
        if (root is not YamlSequence rules)
        {
            if (root is not YamlScalar { IsNull: true })
                Fail(root.Place, "the file must be a list of items with rule or correlation, fires and quiet");
            return;
        }

        foreach (var item in rules.Items)
            ReadRule(item);
    }

    private void ReadRule(YamlNode node)
    {
        if (node is not YamlMapping mapping || Tested(mapping) is not { } item)
        {
            Fail(node.Place, "an item must have the key 'rule' or 'correlation' with the name of one");
            return;
        }

        var events = new Dictionary<string, ImmutableArray<TimedObject>>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            switch (key.Value)
            {
                case var kind when kind == item.Kind:
                    break;
                case "fires" or "quiet" when value is YamlMapping cases:
                    foreach (var (name, content) in cases.Entries)
                        ReadCase(item, name, content, key.Value == "fires", events);
                    break;
                case "fires" or "quiet":
                    Fail(value.Place, $"'{key.Value}' must be a mapping of cases to events");
                    break;
                default:
                    Fail(key.Place, $"the key '{key.Value}' is unknown: there are rule or correlation, fires and quiet");
                    break;
            }
        }
    }

    private void ReadCase(
        LoadItem item, YamlScalar name, YamlNode content, bool fires, Dictionary<string, ImmutableArray<TimedObject>> known)
    {
        IReadOnlyList<YamlNode> items = content is YamlSequence sequence ? sequence.Items : [content];
        var events = ImmutableArray.CreateBuilder<TimedObject>();
        foreach (var node in items)
        {
            if (TestEvent.Read(node, known, out var error) is { } read)
                events.AddRange(read);
            else
                Fail(error!.Place, error.Message);
        }

        if (events.Count == 0)
            Fail(content.Place, "a case must have an event");
        else if (!known.TryAdd(name.Value, events.ToImmutable()))
            Fail(name.Place, $"the {item.Kind} has another case '{name.Value}'");
        else
            _tests.Add(new RuleTest(item, name.Value, name.Place, fires, Timed(events)));
    }

    private static LoadItem? Tested(YamlMapping mapping) => (mapping[Rule], mapping[Correlation]) switch
    {
        (YamlScalar { Value.Length: > 0 } rule, null) => new LoadItem(Rule, rule.Value),
        (null, YamlScalar { Value.Length: > 0 } correlation) => new LoadItem(Correlation, correlation.Value),
        _ => null,
    };

    private static ImmutableArray<RuleTestEvent> Timed(IEnumerable<TimedObject> events)
    {
        var time = Begin;
        return [.. events.Select(read => new RuleTestEvent(TestEvent.ToUtf8(read.Json), time += read.After))];
    }

    private void Fail(TextPlace place, string message) => _problems.Add(new RuleTestProblem(place, message));
}
