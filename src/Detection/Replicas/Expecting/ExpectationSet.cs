using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Windows;

namespace IncidentMesh.Detection.Replicas.Expecting;

/// <summary>The expectations of a workload: leaves out of its windows what they fit. For one thread at a time.</summary>
/// <param name="expectations">All of them; those that have ended fit nothing.</param>
public sealed class ExpectationSet(IReadOnlyList<Expectation> expectations)
{
    private readonly List<Expectation> _inForce = [.. expectations.Where(static one => one.EndedAt is null)];

    private readonly Dictionary<string, long> _hits = new(StringComparer.Ordinal);

    /// <returns>What a replica did in a window, without what is expected of it at that time.</returns>
    public IReadOnlyDictionary<string, long> Rest(CountedWindow window, string replica, IReadOnlyDictionary<string, long> activity)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(activity);
        if (_inForce.Count == 0)
            return activity;
        var rest = new Dictionary<string, long>(activity.Count, StringComparer.Ordinal);
        foreach (var (feature, count) in activity)
        {
            if (_inForce.Find(one => window.Start < one.Expires && Pattern.Fits(one.Feature, feature) && Pattern.Fits(one.Replica, replica)) is { } fits)
                _hits[fits.Id] = _hits.GetValueOrDefault(fits.Id) + count;
            else
                rest.Add(feature, count);
        }

        return rest;
    }

    /// <returns>The expectations with what they left out since.</returns>
    public IReadOnlyList<Expectation> Counted() => _hits.Count == 0
        ? expectations
        : [.. expectations.Select(one => _hits.TryGetValue(one.Id, out var hits) ? one with { Hits = one.Hits + hits } : one)];
}
