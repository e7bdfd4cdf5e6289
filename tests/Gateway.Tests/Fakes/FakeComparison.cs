using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Gateway.Tests.Fakes;

internal sealed class FakeComparison(string workload) : IComparisonGrain
{
    private readonly List<Expectation> _expectations = [];

    /// <summary>Set for there to be no room.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether anything was seen of the workload.</summary>
    public bool IsKnown { get; set; } = true;

    public IReadOnlyList<Deviation> Deviations { get; set; } = [];

    public string Add()
    {
        lock (_expectations)
        {
            _expectations.Add(Expectation(new() { Feature = "exec|x", Reason = "r" }, "user:alice"));
            return _expectations[^1].Id;
        }
    }

    public Task TakeAsync(ActivityShare share) => throw new NotSupportedException();

    public Task RecordAsync(EffectReport report) => throw new NotSupportedException();

    public Task RefreshVerdictAsync(string incident) => throw new NotSupportedException();

    public Task<ComparisonStatus?> GetStatusAsync()
    {
        lock (_expectations)
        {
            return Task.FromResult(IsKnown
                ? new ComparisonStatus { Workload = workload, Windows = 60, Late = 3, Dropped = 2, FalseAlarmsPerQuarter = 1, LastQuarter = new FindingTally(3, 1, 1), Deviations = Deviations, Expectations = [.. _expectations] }
                : null);
        }
    }

    public Task<NewExpectationResult> ExpectAsync(ExpectationRequest request, string actor)
    {
        if (request.Feature is null)
            return Task.FromResult(new NewExpectationResult { Faults = [new("feature", "is missing.")] });
        if (Refusal is not null)
            return Task.FromResult(new NewExpectationResult { Refusal = Refusal });
        lock (_expectations)
        {
            _expectations.Add(Expectation(request, actor));
            return Task.FromResult(new NewExpectationResult { Expectation = _expectations[^1] });
        }
    }

    public Task<bool> EndExpectationAsync(string id, string actor)
    {
        lock (_expectations)
            return Task.FromResult(_expectations.RemoveAll(one => one.Id == id) > 0);
    }

    private Expectation Expectation(ExpectationRequest request, string actor) => new()
    {
        Id = $"exp-{_expectations.Count}",
        Feature = request.Feature!,
        Replica = request.Replica,
        Reason = request.Reason ?? "",
        Expires = DateTimeOffset.UnixEpoch,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = actor,
    };
}
