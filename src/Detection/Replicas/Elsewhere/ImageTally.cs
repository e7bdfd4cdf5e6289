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
    private double _seconds;
    private bool _isPartial;

    /// <summary>Whether the present window counts: all that are watched in it have the image.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>Begins a window.</summary>
    /// <param name="image">Of all replicas that are watched in it; empty where they have several, or it is not known.</param>
    /// <param name="counts">The workload's, by column, before the window.</param>
    public void Begin(string image, ReadOnlySpan<double> counts)
    {
        if (IsAlone ? image == _image : image.Length == 0)
            return;
        Fit(counts.Length);
        if (IsAlone)
            Shift(counts, 1);
        IsAlone = image.Length > 0;
        if (!IsAlone)
            return;
        if (image != _image)
        {
            _image = image;
            _seconds = 0;
            _isPartial = false;
            Array.Clear(_offsets);
            Array.Clear(_isSuspect);
        }

        Shift(counts, -1);
    }

    /// <summary>Counts for how long pods were watched that are not under suspicion.</summary>
    public void Watch(double seconds) => _seconds += IsAlone ? seconds : 0;

    /// <summary>Notes that of a window something was left out: of what is missing nobody knows any more whether it was done.</summary>
    public void LeaveOut() => _isPartial |= IsAlone;

    /// <summary>Takes back what was done under suspicion; in a window that does not count there is nothing to take back.</summary>
    public void Withhold(int column, double count, ReadOnlySpan<double> counts)
    {
        Fit(counts.Length);
        if (IsAlone)
            _offsets[column] = Math.Max(_offsets[column] - count, -counts[column]);
        _isSuspect[column] = true;
    }

    /// <summary>Takes back all of a feature.</summary>
    public void WithholdAll(int column, ReadOnlySpan<double> counts)
    {
        Fit(counts.Length);
        _offsets[column] = IsAlone ? -counts[column] : 0;
        _isSuspect[column] = true;
    }

    /// <summary>A column begins anew, for another feature. That the one before was done is forgotten.</summary>
    /// <param name="column">Which.</param>
    /// <param name="counts">The workload's, before they begin anew.</param>
    public void Renew(int column, ReadOnlySpan<double> counts)
    {
        if (column >= _offsets.Length)
        {
            _isPartial |= IsAlone && counts[column] > 0;
            return;
        }

        _isPartial |= _isSuspect[column] || _offsets[column] + (IsAlone ? counts[column] : 0) > 0;
        _offsets[column] = 0;
        _isSuspect[column] = false;
    }

    /// <param name="workload">Name of the workload.</param>
    /// <param name="pods">That are watched.</param>
    /// <param name="through">End of the last window.</param>
    /// <param name="features">Names of the columns.</param>
    /// <param name="counts">The workload's.</param>
    /// <param name="open">Columns of what may turn out to be odd: of them nothing is told.</param>
    /// <returns>What its pods did; null where they have no image in common, or nobody watched them.</returns>
    public ImageTotals? Totals(string workload, int pods, DateTimeOffset through, FeatureTable features, ReadOnlySpan<double> counts, HashSet<int> open)
    {
        if (!IsAlone || _seconds <= 0)
            return null;
        var told = new List<FeatureTotal>();
        for (var column = 0; column < features.Names.Count; column++)
        {
            var isOpen = open.Contains(column);
            var total = isOpen ? 0 : (long)(counts[column] + (column < _offsets.Length ? _offsets[column] : 0));
            if ((total > 0 || isOpen || (column < _isSuspect.Length && _isSuspect[column])) && features.Families[column] != FeatureFamilies.Gauges)
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
            IsPartial = _isPartial || told.Count > ImageAccount.MostFeatures,
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
        IsAlone = state.Flag(IsAlone);
        _seconds = state.Real(_seconds);
        _isPartial = state.Flag(_isPartial);
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
