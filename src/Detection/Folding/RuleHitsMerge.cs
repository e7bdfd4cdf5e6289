using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection.Folding;
using IncidentMesh.Detection.Folding.Chains;

namespace IncidentMesh.Detection;

/// <summary>Hits of one rule from two sides as one.</summary>
internal static class RuleHitsMerge
{
    private const int MostTechniques = 32;

    /// <summary>Pods that are told apart: of the lowest keys, so that it does not matter which came first.</summary>
    public const int MostPods = 16;

    public static RuleHits Of(RuleHits left, RuleHits right)
    {
        var (first, second) = IsBefore(left, right) ? (left, right) : (right, left);
        return first with
        {
            Count = left.Count + right.Count,
            LastSeen = left.LastSeen > right.LastSeen ? left.LastSeen : right.LastSeen,
            Severity = left.Severity > right.Severity ? left.Severity : right.Severity,
            Techniques = Union(first.Techniques, second.Techniques),
            Examples = RuleExamples.Merge(first.Examples, second.Examples),
            Pods = left.Pods.Count == 0 ? right.Pods : ReferenceEquals(left.Pods, right.Pods) || right.Pods.All(left.Pods.Contains) ? left.Pods : [.. left.Pods.Union(right.Pods).Order().Take(MostPods)],
            Times = SlotTimes.Union(left.Times, right.Times),
        };
    }

    /// <summary>Of hits at the same time the text decides, so that it does not matter which was added first.</summary>
    private static bool IsBefore(RuleHits left, RuleHits right)
    {
        var order = left.FirstSeen.CompareTo(right.FirstSeen);
        order = order != 0 ? order : string.CompareOrdinal(left.Example, right.Example);
        return order != 0 ? order < 0 : string.CompareOrdinal(left.Title, right.Title) <= 0;
    }

    private static IReadOnlyList<string> Union(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (ReferenceEquals(left, right) || right.All(left.Contains))
            return left;

        return [.. left.Union(right).Order(StringComparer.Ordinal).Take(MostTechniques)];
    }
}
