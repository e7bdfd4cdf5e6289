namespace IncidentMesh.Detection.Replicas.Volume;

/// <summary>A time in which a replica's evidence stands high, and what was counted in it.</summary>
internal sealed partial class VolumeRise(DateTimeOffset since, int width)
{
    private float[] _own = new float[width];
    private float[] _peers = new float[width];

    public DateTimeOffset Since => since;

    /// <summary>Logarithm of the highest evidence.</summary>
    public double Peak { get; private set; }

    public bool IsReported { get; set; }

    public double Seconds { get; private set; }

    public double PeerSeconds { get; private set; }

    public int Peers { get; private set; }

    public (double Own, double Peers) Counts(int column) => (_own[column], _peers[column]);

    public void Add(double evidence, VolumeRow row, ReadOnlySpan<float> sum, double allSeconds, int replicas)
    {
        Fit(sum.Length);
        Peak = Math.Max(Peak, evidence);
        Seconds += row.Seconds;
        PeerSeconds += allSeconds - row.Seconds;
        Peers = replicas - 1;
        for (var column = 0; column < sum.Length; column++)
        {
            _own[column] += row.Amounts[column];
            _peers[column] += sum[column] - row.Amounts[column];
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
