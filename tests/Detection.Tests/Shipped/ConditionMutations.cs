using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Language.Operands;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>
/// Small faults put into a condition, one at a time: a term of a chain is left out, a part is negated, a constant is
/// another. Macros are put in, so that their parts are changed, too; a fault in a macro has
/// the same name in every rule that uses it.
/// </summary>
internal sealed class ConditionMutations(IReadOnlyDictionary<string, Condition> macros)
{
    /// <param name="owner">Name of the rule.</param>
    /// <param name="condition">Its condition as written.</param>
    public IEnumerable<ConditionMutant> Of(string owner, Condition condition) =>
        Faults(owner, condition).Append(new ConditionMutant($"{owner}: all negated", Negated(condition)));

    private IEnumerable<ConditionMutant> Faults(string owner, Condition condition)
    {
        switch (condition)
        {
            case LogicalCondition chain:
                foreach (var (index, term) in chain.Terms.Index())
                {
                    yield return new ConditionMutant(
                        $"{owner}: without `{term}` in {Word(chain)}", Joined(chain, chain.Terms.RemoveAt(index)));
                    foreach (var fault in Faults(owner, term))
                        yield return fault with { Condition = Joined(chain, chain.Terms.SetItem(index, fault.Condition)) };
                }

                break;
            case NotCondition not:
                foreach (var fault in Faults(owner, not.Operand))
                    yield return fault with { Condition = Negated(fault.Condition) };
                break;
            case MacroReference macro:
                yield return new ConditionMutant($"{owner}: `{macro}` negated", Negated(macro));
                foreach (var fault in Faults($"macro {macro.Name}", macros[macro.Name]))
                    yield return fault;
                break;
            case ComparisonCondition comparison:
                yield return new ConditionMutant($"{owner}: `{comparison}` negated", Negated(comparison));
                foreach (var right in Changed(comparison))
                {
                    var changed = new ComparisonCondition(0, comparison.Left, comparison.Operator, comparison.Quantifier, right);
                    yield return new ConditionMutant($"{owner}: `{comparison}` became `{changed}`", changed);
                }

                break;
            default:
                yield return new ConditionMutant($"{owner}: `{condition}` negated", Negated(condition));
                break;
        }
    }

    /// <summary>Another constant in place of a single one. Numbers stay numbers.</summary>
    private static IEnumerable<Operand> Changed(ComparisonCondition comparison)
    {
        if (comparison.Right is LiteralOperand one && comparison.Quantifier == Quantifier.None && !comparison.Operator.TakesList())
        {
            var text = one.Value.ToString();
            yield return new LiteralOperand(0, new Literal(
                text is "true" ? "false" : text is "false" ? "true" : long.TryParse(text, out var number) ? $"{number + 1}" : text + "x"));
        }
    }

    private static Condition Negated(Condition condition) => condition is NotCondition not ? not.Operand : new NotCondition(0, condition);

    private static string Word(LogicalCondition chain) => chain is AndCondition ? "and" : "or";

    private static Condition Joined(LogicalCondition like, ImmutableArray<Condition> terms) => terms.Length == 1
        ? terms[0]
        : like is AndCondition ? new AndCondition(0, terms) : new OrCondition(0, terms);
}
