namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>
/// How much each feature of a workload was seen, by column: all that is touched for a common one, side by side in
/// memory, because it is touched for each count of each replica.
/// </summary>
internal sealed class FeatureStays
{
    private BandStay[] _starting = [];
    private BandStay[] _steady = [];
    private double[] _counts = [];

    public Span<BandStay> Of(AgeBand band) => band == AgeBand.Starting ? _starting : _steady;

    /// <summary>How often all replicas did it together, as long as the workload is watched.</summary>
    public Span<double> Counts => _counts;

    public void Renew(int column)
    {
        _starting[column] = _steady[column] = default;
        _counts[column] = 0;
    }

    /// <summary>Gives each of so many features its place.</summary>
    public void Fit(int features)
    {
        if (features <= _counts.Length)
            return;
        var room = Math.Max(features, features + (features / 4));
        Array.Resize(ref _starting, room);
        Array.Resize(ref _steady, room);
        Array.Resize(ref _counts, room);
    }
}
