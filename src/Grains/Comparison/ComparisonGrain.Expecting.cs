using IncidentMesh.Contracts.Comparison;

namespace IncidentMesh.Grains.Comparison;

// What people expect of a workload's replicas.
internal sealed partial class ComparisonGrain
{
    public Task<NewExpectationResult> ExpectAsync(ExpectationRequest request, string actor) => ChangeAsync(async _ =>
    {
        if (stored.State is not { } state)
        {
            return new NewExpectationResult { Refusal = "Nothing was seen of this workload yet: there is nothing to expect of it." };
        }

        var (result, next, audit) = ExpectationKeeping.Add(state, Workload, request, actor, time.GetUtcNow());
        if (audit is not null)
        {
            await stored.CommitAsync(next, commit => commit with { Audit = [audit] });
        }

        return result;
    });

    public Task<bool> EndExpectationAsync(string id, string actor) => ChangeAsync(async _ =>
    {
        if (stored.State is not { } state || state.Expectations.FirstOrDefault(one => one.Id == id) is not { } expectation)
        {
            return false;
        }

        if (expectation.EndedAt is null)
        {
            var now = time.GetUtcNow();
            await stored.CommitAsync(
                ExpectationKeeping.End(state, [expectation], actor, now),
                commit => commit with { Audit = [ExpectationKeeping.Audit(Workload, expectation, actor, "expectation.remove", now)] });
        }

        return true;
    });
}
