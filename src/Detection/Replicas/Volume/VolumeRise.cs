using System.Numerics;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>A time in which a replica's evidence stands high, and what was counted in it.</summary>
internal sealed partial class VolumeRise(DateTimeOffset since, int width)
{
    /// <summary>Logarithm of evidence that is seldom by chance.</summary>
    private const double High = 4;

    private readonly double[] _peaks = new double[FeatureFamilies.All.Count];
    private readonly double[] _taught = new double[FeatureFamilies.All.Count];
    private float[] _own = new float[width];
    private float[] _peers = new float[width];

    public DateTimeOffset Since => since;

    /// <summary>Whether it is so high that something may be wrong.</summary>
    public bool IsHigh => Array.Exists(_peaks, static peak => peak >= High);

    public bool IsReported { get; set; }

    /// <summary>Whether people found it to be an attack: it teaches nothing.</summary>
    public bool IsAttack { get; set; }

    public double Seconds { get; private set; }

    public double PeerSeconds { get; private set; }

    public int Peers { get; private set; }

    /// <summary>Logarithm of the highest evidence of one family; 0 where it did not rise.</summary>
    public ref double Peak(int family) => ref _peaks[family];

    /// <summary>What it taught its family's tail, which it does until it is reported; 0 where nothing.</summary>
    public ref double Taught(int family) => ref _taught[family];

    public (double Own, double Peers) Counts(int column) => (_own[column], _peers[column]);

    /// <summary>Begins a column anew, for another feature.</summary>
    public void Renew(int column)
    {
        if (column < _own.Length)
            _own[column] = _peers[column] = 0;
    }

    public void Add(VolumeRow row, in VolumeScratch scratch)
    {
        var width = scratch.Blocks.Length * Vector<float>.Count;
        Fit(width);
        var isPeer = scratch.IsPeer(row) ? 1 : 0;
        Seconds += row.Seconds;
        PeerSeconds += scratch.PeerSeconds - (row.Seconds * isPeer);
        Peers = scratch.Peers - isPeer;
        for (var column = 0; column < width; column++)
        {
            _own[column] += row.Amount(column);
            _peers[column] += scratch.Sum(column) - (row.Amount(column) * isPeer);
        }
    }

    private void Fit(int width)
    {
        if (_own.Length < width)
        {
            Array.Resize(ref _own, width);
            Array.Resize(ref _peers, width);
        }
    }
}
