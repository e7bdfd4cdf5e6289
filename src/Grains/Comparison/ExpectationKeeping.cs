using System.Globalization;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Expecting;

namespace IncidentMesh.Grains.Comparison;

/// <summary>Adds and ends a workload's expectations, each time with its entry for the audit trail.</summary>
internal static class ExpectationKeeping
{
    /// <summary>In force at once.</summary>
    private const int Capacity = 50;

    /// <summary>How many that have ended are still shown.</summary>
    private const int KeptEnded = 10;

    /// <summary>How many are found to have expired at once: each has an audit entry in the same commit.</summary>
    private const int MostExpired = 10;

    private const string Expired = "system:comparison";

    public static (NewExpectationResult Result, ComparisonState Next, AuditEntry? Audit) Add(
        ComparisonState state, WorkloadRef workload, ExpectationRequest request, string actor, DateTimeOffset now)
    {
        var id = RandomIds.Of("exp");
        if (ExpectationForm.Read(id, request, now, actor, out var faults) is not { } expectation)
        {
            return (new NewExpectationResult { Faults = faults }, state, null);
        }

        if (state.Expectations.Count(static one => one.EndedAt is null) >= Capacity)
        {
            return (new NewExpectationResult { Refusal = $"{Capacity} expectations are in force for this workload: remove some first, or let one pattern stand for several." }, state, null);
        }

        return (new NewExpectationResult { Expectation = expectation }, state with { Expectations = [expectation, .. state.Expectations] }, Audit(workload, expectation, actor, "expectation.add", now));
    }

    /// <returns>The state without those that are over at a time, and an entry for each.</returns>
    public static (ComparisonState Next, IReadOnlyList<AuditEntry> Audit) Expire(ComparisonState state, WorkloadRef workload, DateTimeOffset now)
    {
        var over = state.Expectations.Where(one => one.EndedAt is null && one.Expires <= now).Take(MostExpired).ToList();
        return over.Count == 0
            ? (state, [])
            : (End(state, over, Expired, now), [.. over.Select(one => Audit(workload, one, Expired, "expectation.expire", now))]);
    }

    public static ComparisonState End(ComparisonState state, List<Expectation> ending, string actor, DateTimeOffset now)
    {
        var all = state.Expectations.Select(one => ending.Contains(one) ? one with { EndedAt = now, EndedBy = actor } : one).ToList();
        var kept = all.Where(static one => one.EndedAt is not null).OrderByDescending(static one => one.EndedAt).Take(KeptEnded).ToHashSet();
        return state with { Expectations = [.. all.Where(one => one.EndedAt is null || kept.Contains(one))] };
    }

    public static AuditEntry Audit(WorkloadRef workload, Expectation expectation, string actor, string action, DateTimeOffset now) => new()
    {
        Time = now,
        Actor = actor,
        Action = action,
        Target = expectation.Id,
        Detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{workload}: '{expectation.Feature}'{(expectation.Replica is null ? "" : $" of replicas '{expectation.Replica}'")}, until {expectation.Expires.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {expectation.Reason}; left out {expectation.Hits}"),
        Cluster = workload.Cluster,
    };
}
