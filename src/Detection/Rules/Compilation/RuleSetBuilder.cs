using IncidentMesh.Detection.Rules.Compilation.Typing;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>Collects the rules of one set. The order in which they are added is the order in which they are asked.</summary>
public sealed class RuleSetBuilder
{
    /// <summary>Most rules that a set may have.</summary>
    public const int MaximumRules = 20_000;

    private readonly FieldTable _table;
    private readonly ConditionCompiler _compiler;
    private readonly List<RuleSet.Rule> _rules = [];
    private readonly List<RuleSet.Rule> _steps = [];
    private int _added;
    private int _addedSteps;

    /// <summary>A builder that knows the fields of a table.</summary>
    public RuleSetBuilder(FieldTable? table = null)
    {
        _table = table ?? FieldTable.Falco;
        Slots = new FieldSlots();
        _compiler = new ConditionCompiler(_table, Slots);
    }

    /// <summary>The fields that the set will read. Outputs add theirs.</summary>
    public FieldSlots Slots { get; }

    /// <summary>Adds a rule, which is numbered from 0 in the order of the calls whether it is accepted or not.</summary>
    /// <param name="source">Name of the source, such as <c>syscall</c>.</param>
    /// <param name="condition">The condition, with its macros put in.</param>
    public RuleCheck Add(string source, Condition condition) => Take(source, condition, _added++, _rules);

    /// <summary>Adds a condition of a correlation. They have numbers of their own, from 0 in the order of the calls.</summary>
    internal RuleCheck AddStep(string source, Condition condition) => Take(source, condition, _addedSteps++, _steps);

    /// <summary>The set of the rules that were accepted. The builder is of no use afterwards.</summary>
    public RuleSet Build()
    {
        return new RuleSet(Settled(_rules), Settled(_steps), Slots, _compiler.Count);

        static List<RuleSet.Rule> Settled(List<RuleSet.Rule> rules) =>
            [.. rules.Select(rule => rule with { Predicate = rule.Predicate.Settled() })];
    }

    private RuleCheck Take(string source, Condition condition, int number, List<RuleSet.Rule> rules)
    {
        if (!EventSources.TryParse(source, out var sources))
            return Refused($"the source '{source}' is not known: expected {EventSources.Names}");
        if (rules.Count == MaximumRules)
            return Refused($"there are more than {MaximumRules} rules");
        if (_compiler.Compile(condition, sources, out var errors, out var warnings) is { } predicate)
            rules.Add(new RuleSet.Rule(number, sources, predicate, NecessaryValues.Of(condition, _table)));
        return new RuleCheck(errors, warnings);

        RuleCheck Refused(string message) => new([new ConditionProblem(condition.Offset, message)], []);
    }
}
