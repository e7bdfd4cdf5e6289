using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Rules.Loading.Resolution;

/// <summary>The types of events for which a condition can hold: these, or all but these.</summary>
/// <param name="Names">The types.</param>
/// <param name="AllBut">Whether they are the ones that are left out.</param>
internal sealed record EventTypes(ImmutableHashSet<string> Names, bool AllBut)
{
    /// <summary>More types than this slow an engine down that filters system calls in the kernel; Falco's number.</summary>
    public const int Many = 100;

    private static readonly EventTypes All = new([], true);
    private static readonly EventTypes None = new([], false);

    /// <summary>Whether the condition restricts the type too little.</summary>
    public bool AreTooMany => AllBut || Names.Count > Many;

    public static EventTypes Of(Condition condition, bool negated = false) => condition switch
    {
        NotCondition not => Of(not.Operand, !negated),
        LogicalCondition chain => chain.Terms.Select(term => Of(term, negated))
            .Aggregate((one, other) => chain is AndCondition != negated ? one.And(other) : one.Or(other)),
        ComparisonCondition { Left: FieldOperand { Name: "evt.type" } } comparison => OfComparison(comparison, negated),
        // Falco's idiom for a condition that never holds.
        ComparisonCondition { Left: FieldOperand { Name: "evt.num" }, Operator: ComparisonOperator.Equal, Right: LiteralOperand zero }
            when zero.Value.ToString() == "0" => negated ? All : None,
        _ => All,
    };

    private static EventTypes OfComparison(ComparisonCondition comparison, bool negated)
    {
        ImmutableHashSet<string> names = comparison.Right switch
        {
            LiteralOperand one => [one.Value.ToString()],
            LiteralListOperand list => [.. list.Values.Select(value => value.Value.ToString())],
            _ => [],
        };
        return comparison.Operator switch
        {
            ComparisonOperator.Equal or ComparisonOperator.DoubleEqual or ComparisonOperator.In => new EventTypes(names, negated),
            ComparisonOperator.NotEqual => new EventTypes(names, !negated),
            _ => All,
        };
    }

    private EventTypes And(EventTypes other) => (AllBut, other.AllBut) switch
    {
        (false, false) => new EventTypes(Names.Intersect(other.Names), false),
        (false, true) => new EventTypes(Names.Except(other.Names), false),
        (true, false) => other.And(this),
        (true, true) => new EventTypes(Names.Union(other.Names), true),
    };

    private EventTypes Or(EventTypes other) => Not(Not(this).And(Not(other)));

    private static EventTypes Not(EventTypes types) => types with { AllBut = !types.AllBut };
}
