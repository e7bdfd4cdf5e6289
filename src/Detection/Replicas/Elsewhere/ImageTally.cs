using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Elsewhere;

/// <summary>
/// What a workload's pods did while all of them were of one image, for those who ask about that image elsewhere. The
/// workload counts features anyway, so that here stands of each only what is to be added to its count.
/// </summary>
internal sealed class ImageTally
{
    /// <summary>By column: while the image is alone what makes the total of the workload's count, otherwise the total.</summary>
    private double[] _offsets = [];

    /// <summary>By column: whether pods under suspicion did it.</summary>
    private bool[] _isSuspect = [];

    private string _image = "";
    private bool _isAlone;
    private double _seconds;

    /// <summary>Begins a window.</summary>
    /// <param name="image">Of all replicas that are watched in it; empty where they have several, or it is not known.</param>
    /// <param name="counts">The workload's, by column, before the window.</param>
    public void Begin(string image, ReadOnlySpan<double> counts)
    {
        if (_isAlone ? image == _image : image.Length == 0)
            return;
        Fit(counts.Length);
        if (_isAlone)
            Shift(counts, 1);
        _isAlone = image.Length > 0;
        if (!_isAlone)
            return;
        if (image != _image)
        {
            _image = image;
            _seconds = 0;
            Array.Clear(_offsets);
            Array.Clear(_isSuspect);
        }

        Shift(counts, -1);
    }

    /// <summary>Counts for how long pods were watched that are not under suspicion.</summary>
    public void Watch(double seconds) => _seconds += _isAlone ? seconds : 0;

    /// <summary>Takes back what was done under suspicion.</summary>
    public void Withhold(int column, double count, ReadOnlySpan<double> counts)
    {
        Fit(counts.Length);
        _offsets[column] = Math.Max(_offsets[column] - count, _isAlone ? -counts[column] : 0);
        _isSuspect[column] = true;
    }

    /// <summary>A column begins anew, for another feature.</summary>
    public void Renew(int column)
    {
        if (column >= _offsets.Length)
            return;
        _offsets[column] = 0;
        _isSuspect[column] = false;
    }

    /// <returns>What its pods did; null where they have no image in common, or nobody watched them.</returns>
    public ImageTotals? Totals(string workload, int pods, DateTimeOffset through, FeatureTable features, ReadOnlySpan<double> counts)
    {
        if (!_isAlone || _seconds <= 0)
            return null;
        var told = new List<FeatureTotal>();
        for (var column = 0; column < features.Names.Count; column++)
        {
            var total = (long)(counts[column] + (column < _offsets.Length ? _offsets[column] : 0));
            if ((total > 0 || (column < _isSuspect.Length && _isSuspect[column])) && features.Families[column] != FeatureFamilies.Gauges)
                told.Add(new FeatureTotal(features.Names[column], Math.Max(total, 0)));
        }

        return new ImageTotals
        {
            Workload = workload,
            Image = _image,
            Through = through,
            Pods = pods,
            Seconds = _seconds,
            Features = [.. told.OrderByDescending(static one => one.Count).ThenBy(static one => one.Feature, StringComparer.Ordinal).Take(ImageAccount.MostFeatures)],
            IsPartial = told.Count > ImageAccount.MostFeatures,
        };
    }

    /// <param name="features">Columns that there are.</param>
    /// <param name="state">Knows nothing of it before version 2.</param>
    public void Transfer(int features, StateTransfer state)
    {
        if (state.Version < 2)
            return;
        Fit(features);
        _image = state.Text(_image);
        _isAlone = state.Flag(_isAlone);
        _seconds = state.Real(_seconds);
        for (var column = 0; column < features; column++)
        {
            // Whole numbers, and mostly 0: a real would take eight bytes of each.
            _offsets[column] = state.Number((long)_offsets[column]);
            _isSuspect[column] = state.Flag(_isSuspect[column]);
        }
    }

    private void Shift(ReadOnlySpan<double> counts, int sign)
    {
        for (var column = 0; column < counts.Length; column++)
            _offsets[column] += sign * counts[column];
    }

    private void Fit(int columns)
    {
        if (columns <= _offsets.Length)
            return;
        Array.Resize(ref _offsets, columns);
        Array.Resize(ref _isSuspect, columns);
    }
}
