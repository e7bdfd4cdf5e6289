using IncidentMesh.Detection.Rules.Correlation;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>
/// Small faults put into a correlation, one at a time: one in a condition, another threshold or window, a field less in the
/// key, steps in another order.
/// </summary>
internal sealed class CorrelationMutations(ShippedConditions conditions)
{
    /// <summary>Has the same value in every event of the audit log: in place of a key's only field all events have one key.</summary>
    private const string Constant = "jevt.value[/kind]";

    private readonly ConditionMutations _mutations = new(conditions.Macros);

    public IEnumerable<CorrelationMutant> Of(LoadedCorrelation correlation) =>
        InConditions(correlation).Concat(InShape(correlation)
            .Select(mutant => new CorrelationMutant($"{correlation.Name}: {mutant.Fault}", mutant.Correlation)));

    private IEnumerable<CorrelationMutant> InConditions(LoadedCorrelation correlation)
    {
        foreach (var (index, step) in correlation.Steps.Index())
        {
            var owner = correlation.Steps.Length == 1 ? correlation.Name : $"{correlation.Name}, step {index + 1}";
            foreach (var mutant in _mutations.Of(owner, conditions.Parse(step.ConditionText)))
            {
                var changed = step with { Condition = conditions.Whole(mutant.Condition) };
                yield return new CorrelationMutant(mutant.Fault, correlation with { Steps = correlation.Steps.SetItem(index, changed) });
            }
        }
    }

    private static IEnumerable<CorrelationMutant> InShape(LoadedCorrelation correlation)
    {
        if (correlation.Threshold > 0)
        {
            yield return new CorrelationMutant("threshold lower", correlation with { Threshold = correlation.Threshold - 1 });
            yield return new CorrelationMutant("threshold higher", correlation with { Threshold = correlation.Threshold + 1 });
        }

        if (correlation.Window is { } window)
        {
            yield return new CorrelationMutant("window half as long", correlation with { Window = window / 2 });
            yield return new CorrelationMutant("window twice as long", correlation with { Window = window * 2 });
        }

        foreach (var field in correlation.By)
        {
            var by = correlation.By.Length > 1 ? correlation.By.Remove(field) : correlation.Rule.Source == "k8s_audit" ? [Constant] : correlation.By;
            if (by != correlation.By)
                yield return new CorrelationMutant($"without {field} in the key", correlation with { By = by });
        }

        if (correlation.Steps.Length > 1)
            yield return new CorrelationMutant("steps in another order", correlation with { Steps = [.. correlation.Steps.Reverse()] });
    }
}
