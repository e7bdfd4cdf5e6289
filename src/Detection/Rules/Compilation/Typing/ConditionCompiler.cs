using System.Collections.Immutable;
using System.Globalization;
using IncidentMesh.Detection.Rules.Compilation.Predicates;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;

namespace IncidentMesh.Detection.Rules.Compilation.Typing;

/// <summary>
/// Turns conditions into predicates for one rule set. Equal parts of all its conditions become one predicate, whose result
/// is kept for the event; a macro that fifty rules use is evaluated once.
/// </summary>
internal sealed class ConditionCompiler(FieldTable table, FieldSlots slots)
{
    /// <summary>Most different parts that the conditions of one rule set may have.</summary>
    public const int MaximumPredicates = 200_000;

    /// <summary>Longest way through macros and brackets from a rule to a comparison.</summary>
    public const int MaximumDepth = 500;

    /// <summary>Largest tree that a condition may be with its macros put in.</summary>
    public const int MaximumNodes = 100_000;

    private readonly Dictionary<string, SharedPredicate> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<(Condition Condition, FieldSources Sources), SharedPredicate?> _known = [];
    private readonly List<ConditionProblem> _errors = [];
    private readonly List<ConditionProblem> _warnings = [];

    /// <summary>Number of predicates so far.</summary>
    public int Count => _shared.Count;

    /// <summary>Compiles a condition whose macros were put in.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="sources">Where the rule's events come from.</param>
    /// <param name="errors">Everything that is wrong, in the order of the text.</param>
    /// <param name="warnings">Everything that is suspicious, also where there are errors.</param>
    /// <returns>Null where there are errors.</returns>
    public Predicate? Compile(
        Condition condition,
        FieldSources sources,
        out ImmutableArray<ConditionProblem> errors,
        out ImmutableArray<ConditionProblem> warnings)
    {
        _errors.Clear();
        _warnings.Clear();
        SharedPredicate? predicate = null;
        if (condition.NodeCount > MaximumNodes)
            _errors.Add(new ConditionProblem(condition.Offset, $"the condition has more than {MaximumNodes} parts with its macros"));
        else if (condition.Depth > MaximumDepth)
            _errors.Add(new ConditionProblem(condition.Offset, $"the condition nests deeper than {MaximumDepth} levels with its macros"));
        else
            predicate = Shared(condition, sources);
        errors = [.. _errors];
        warnings = [.. _warnings];
        return errors.IsEmpty ? predicate : null;
    }

    private SharedPredicate? Shared(Condition condition, FieldSources sources)
    {
        // The same macro is one object in all conditions that use it. One with errors is looked at again, to report them.
        if (_known.TryGetValue((condition, sources), out var known) && known is not null)
        {
            known.Uses++;
            return known;
        }

        var built = condition switch
        {
            LogicalCondition chain => Chain(chain, sources),
            NotCondition not => Shared(not.Operand, sources) is { } operand
                ? Intern($"!{operand.Number}", () => new NotPredicate(operand))
                : null,
            MacroReference macro => Fail(macro),
            _ => Leaf(condition, sources),
        };
        if (built is null)
            return null;
        built.Uses++;
        _known[(condition, sources)] = built;
        return built;
    }

    private SharedPredicate? Chain(LogicalCondition chain, FieldSources sources)
    {
        var terms = chain.Terms.Select(term => Shared(term, sources)).ToList();
        if (terms.Contains(null))
            return null;
        var isAnd = chain is AndCondition;
        var key = (isAnd ? "&" : "|") + string.Join(',', terms.Select(term => term!.Number.ToString(CultureInfo.InvariantCulture)));
        return Intern(key, () => isAnd ? new AllPredicate([.. terms!]) : new AnyPredicate([.. terms!]));
    }

    private SharedPredicate? Leaf(Condition condition, FieldSources sources)
    {
        void Report(int offset, string message) => _errors.Add(new ConditionProblem(offset, message));
        void Warn(int offset, string message) => _warnings.Add(new ConditionProblem(offset, message));

        var operands = new OperandCompiler(table, slots, sources, Report);
        Predicate? predicate = condition switch
        {
            ExistsCondition exists => operands.Compile(exists.Operand) is { } source ? new ExistsPredicate(source.Source) : null,
            ComparisonCondition comparison => new ComparisonCompiler(operands, table, Report, Warn).Compile(comparison),
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
        };
        return predicate is null ? null : Intern(condition.ToString(), () => predicate);
    }

    private SharedPredicate? Intern(string key, Func<Predicate> make)
    {
        if (_shared.TryGetValue(key, out var shared))
            return shared;
        if (_shared.Count == MaximumPredicates)
        {
            _errors.Add(new ConditionProblem(0, $"the rules have more than {MaximumPredicates} different comparisons and chains"));
            return null;
        }

        shared = new SharedPredicate(make(), _shared.Count);
        _shared.Add(key, shared);
        return shared;
    }

    private SharedPredicate? Fail(MacroReference macro)
    {
        _errors.Add(new ConditionProblem(macro.Offset, $"filter error: unexpected identifier '{macro.Name}'") { IsOfReference = true });
        return null;
    }
}
