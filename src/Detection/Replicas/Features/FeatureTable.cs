using System.Runtime.CompilerServices;

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
    private string[] _named = [];
    private int[] _follower = [-1];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<FeatureFamily> Families => _families;

    /// <param name="feature">Name of a feature, from a sensor.</param>
    /// <param name="before">The column that was found before it; less than 0 at first.</param>
    /// <returns>Its column; less than 0 where it has none of its own.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(string feature, int before)
    {
        // Sensors tell features in much the same order each time: mostly this is the one that came after the one before.
        var next = _follower[before + 1];
        var named = _named;
        return (uint)next < (uint)named.Length && ((object)named[next] == feature || named[next] == feature) ? next : Seek(feature, before);
    }

    /// <param name="feature">Name of a feature, from a sensor.</param>
    /// <returns>Its column, or the one of its family's rest.</returns>
    public int Of(string feature) =>
        _columns.TryGetValue(feature, out var column) ? column : Add(feature, FeatureFamilies.Of(feature));

    /// <summary>Whether a feature would have to share the column of its family's rest.</summary>
    public bool LacksRoom(string feature, out FeatureFamily family)
    {
        family = FeatureFamilies.Of(feature);
        return family != FeatureFamilies.Gauges && _sizes.GetValueOrDefault(family) >= MostOfFamily && !_columns.ContainsKey(feature);
    }

    /// <returns>Whether a column is that of a single feature of this family.</returns>
    public bool IsOwn(int column, FeatureFamily family) => _families[column] == family && _names[column] != RestOf(family);

    /// <summary>Gives a column to another feature of the same family.</summary>
    public void Reuse(int column, string feature)
    {
        _columns.Remove(_names[column]);
        _columns.Add(feature, column);
        _names[column] = _named[column] = feature;
    }

    /// <returns>Name of the feature that stands for those of a family that have no column of their own.</returns>
    public static string RestOf(FeatureFamily family) => $"{family.Name}|other";

    /// <returns>Whether a name stands for features that have no column of their own.</returns>
    public static bool IsRest(string feature) => FeatureFamilies.All.Any(family => feature == RestOf(family));

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

    private int Seek(string feature, int before)
    {
        if (!_columns.TryGetValue(feature, out var column))
            return -1;
        _follower[before + 1] = column;
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
        if (_names.Count > _named.Length)
        {
            var room = Math.Max(16, 2 * _named.Length);
            Array.Resize(ref _named, room);
            Array.Resize(ref _follower, room + 1);
        }

        _named[_names.Count - 1] = feature;
        _follower[_names.Count] = -1;
        return _names.Count - 1;
    }
}
