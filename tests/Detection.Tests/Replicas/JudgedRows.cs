using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Tests.Replicas;

/// <summary>Replicas of which all features tell the same activity, and the first one has a level of its own.</summary>
internal sealed class JudgedRows
{
    private const int Features = 12;

    private readonly VolumeColumns _columns;
    private readonly VolumeRow[] _rows;
    private readonly Random _noise = new(7);
    private readonly int _all;
    private int _numbered = 1;

    /// <param name="replicas">That are compared with each other.</param>
    /// <param name="others">Of the same workload, which have learned with them.</param>
    public JudgedRows(int replicas, JudgedRows? others = null)
    {
        _all = replicas + (others?._rows.Length ?? 0);
        _columns = others?._columns ?? new VolumeColumns();
        _rows = new VolumeRow[replicas];
        Replace(0, replicas);
        _columns.Fit([.. Enumerable.Repeat(FeatureFamilies.Gauges, Features)], replicas);
    }

    /// <summary>What is known of the first feature.</summary>
    public VolumeColumns.Block Known => _columns.Blocks[0];

    /// <summary>Of the first feature.</summary>
    public float Spread => Known.Spread[0];

    public IReadOnlyList<float> Levels => [.. _rows.Select(static row => row.Blocks[0].Level[0])];

    /// <summary>Puts new replicas in the place of those from one on up to another.</summary>
    public void Replace(int from, int to)
    {
        for (var at = from; at < to; at++)
            _rows[at] = new VolumeRow(_numbered++);
    }

    /// <summary>Lets an incident name one of them.</summary>
    public void Suspect(int replica) => _rows[replica].Frozen = true;

    /// <param name="windows">How many.</param>
    /// <param name="level">What each replica does of the first feature, in times of what it does of the others.</param>
    public void Judge(int windows, Func<int, double> level)
    {
        for (; windows > 0; windows--)
        {
            foreach (var (at, row) in _rows.Index())
            {
                row.Begin(60);
                for (var feature = 0; feature < Features; feature++)
                    row.Add(feature, (float)(100 * (feature == 0 ? level(at) : 1) * (0.9 + (0.2 * _noise.NextDouble()))));
                row.Fit(_columns.Width);
            }

            VolumeEvidence.Judge(_columns, _rows, _all).Dispose();
        }
    }
}
