namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>Gives each feature of a workload a column. Bounded: past a family's share its features are counted together.</summary>
internal sealed partial class FeatureTable
{
    /// <summary>Most features of one family that have a column of their own.</summary>
    public const int MostOfFamily = 96;

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _gauges = new(StringComparer.Ordinal);
    private readonly Dictionary<FeatureFamily, int> _sizes = [];
    private readonly List<string> _names = [];
    private readonly List<FeatureFamily> _families = [];
    private readonly List<int> _follower = [-1];
    private int _last;

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<FeatureFamily> Families => _families;

    /// <param name="feature">Name of a feature, from a sensor.</param>
    /// <param name="column">Its column, where it has one of its own.</param>
    public bool TryGet(string feature, out int column)
    {
        // Sensors tell features in much the same order each time: mostly this is the one that came after the last.
        var next = _follower[_last];
        if (next >= 0 && _names[next] == feature)
        {
            column = _last = next;
            return true;
        }

        if (!_columns.TryGetValue(feature, out column))
            return false;
        _follower[_last] = column;
        _last = column;
        return true;
    }

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
        if (_gauges.TryGetValue(gauge, out var column))
            return column;
        var feature = $"{FeatureFamilies.Gauges.Name}|{gauge}";
        column = _columns.TryGetValue(feature, out column) ? column : Add(feature, FeatureFamilies.Gauges);
        if (_names[column] == feature)
            _gauges[gauge] = column;
        return column;
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
        _follower.Add(-1);
        return _names.Count - 1;
    }
}
