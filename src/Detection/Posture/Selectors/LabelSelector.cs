namespace IncidentMesh.Detection.Posture.Selectors;

/// <summary>Kubernetes' label selector. Without requirements it selects everything.</summary>
public sealed record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    public static LabelSelector Everything { get; } = new([]);

    public bool IsEverything => Requirements.Count == 0;

    public bool Selects(IReadOnlyDictionary<string, string> labels) => Requirements.All(one => one.Holds(labels.GetValueOrDefault(one.Key)));

    /// <summary>Whether there are labels that it selects: who may label objects freely can meet it.</summary>
    public bool IsSatisfiable() => Requirements.GroupBy(static one => one.Key, StringComparer.Ordinal).All(IsSatisfiable);

    public override string ToString() => IsEverything ? "all" : string.Join(", ", Requirements);

    // Besides no label at all, each value that is named matters, and one that is not.
    private static bool IsSatisfiable(IGrouping<string, LabelRequirement> ofKey)
    {
        var named = ofKey.SelectMany(static one => one.Values).ToList();
        var other = string.Concat(named) + "-";
        return named.Append(other).Append(null).Any(value => ofKey.All(one => one.Holds(value)));
    }
}
