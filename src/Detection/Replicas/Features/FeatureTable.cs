namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>Gives each feature of a workload a column. Bounded: past a family's share its features are counted together.</summary>
internal sealed partial class FeatureTable
{
    /// <summary>Most features of one family that have a column of their own.</summary>
    public const int MostOfFamily = 96;

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<FeatureFamily, int> _sizes = [];
    private readonly List<string> _names = [];
    private readonly List<FeatureFamily> _families = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<FeatureFamily> Families => _families;

    /// <param name="feature">Name of a feature, from a sensor.</param>
    /// <returns>Its column, or the one of its family's rest.</returns>
    public int Of(string feature) =>
        _columns.TryGetValue(feature, out var column) ? column : Add(feature, FeatureFamilies.Of(feature));

    /// <returns>Name of the feature that stands for those of a family that have no column of their own.</returns>
    public static string RestOf(FeatureFamily family) => $"{family.Name}|other";

    /// <param name="gauge">Name of a measured amount.</param>
    /// <returns>Its column.</returns>
    public int OfGauge(string gauge)
    {
        var feature = $"{FeatureFamilies.Gauges.Name}|{gauge}";
        return _columns.TryGetValue(feature, out var column) ? column : Add(feature, FeatureFamilies.Gauges);
    }

    private int Add(string feature, FeatureFamily family)
    {
        var size = _sizes.GetValueOrDefault(family);
        if (size < MostOfFamily)
        {
            _sizes[family] = size + 1;
            return New(feature, family);
        }

        var rest = RestOf(family);
        return _columns.TryGetValue(rest, out var column) ? column : New(rest, family);
    }

    private int New(string feature, FeatureFamily family)
    {
        _columns.Add(feature, _names.Count);
        _names.Add(feature);
        _families.Add(family);
        return _names.Count - 1;
    }
}
