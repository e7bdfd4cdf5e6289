using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Grains.Comparison;

/// <summary>Which of a workload's nodes a sensor is silent on. Bounded, as the names are others'.</summary>
internal static class SilentNodes
{
    /// <summary>Stands for all nodes, where the silent ones are too many to be kept.</summary>
    public const string All = "*";

    /// <summary>Names of all lanes together.</summary>
    private const int Most = 200;

    /// <param name="before">What is known of all lanes.</param>
    /// <param name="lane">A lane.</param>
    /// <param name="silent">All nodes of the cluster on which its sensor is silent.</param>
    /// <param name="pods">The workload's pods; null where no inventory knows them: then nobody knows where they run.</param>
    public static Dictionary<string, IReadOnlyList<string>> With(
        IReadOnlyDictionary<string, IReadOnlyList<string>> before, string lane, IReadOnlyList<string> silent, IReadOnlyList<PodLife>? pods)
    {
        var next = new Dictionary<string, IReadOnlyList<string>>(before, StringComparer.Ordinal);
        next.Remove(lane);
        if (silent.Count == 0 || pods is null)
        {
            return next;
        }

        var nodes = pods.Select(static life => life.Pod.Node).ToHashSet(StringComparer.Ordinal);
        var own = silent.Where(nodes.Contains).ToList();
        if (own.Count > 0)
        {
            next[lane] = own.Count + next.Values.Sum(static names => names.Count) <= Most ? own : [All];
        }

        return next;
    }
}
