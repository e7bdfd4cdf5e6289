using System.Runtime.CompilerServices;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Novelty;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>New features of a window for which memory is kept.</summary>
    private const int MostNewcomers = 256;

    private readonly List<(string Feature, ReplicaState Replica, long Count)> _newcomers = [];

    /// <summary>Families of which this window showed that no column can be had.</summary>
    private readonly HashSet<FeatureFamily> _crowded = [];

    private void Count(ReplicaState replica, ReplicaWindow one, DateTimeOffset start)
    {
        replica.Volume.Fit(_features.Names.Count);
        var amounts = replica.Volume.Amounts;
        var counting = _novelty.Counting(replica.Band, _window, replica.IsSuspect);
        var before = -1;
        // The enumerator of an interface costs as much again as all that is done with what it gives.
        if (one.Activity is Dictionary<string, long> activity)
        {
            foreach (var (feature, count) in activity)
                before = Count(replica, feature, count, amounts, counting, start, before);
        }
        else
        {
            foreach (var (feature, count) in one.Activity)
                before = Count(replica, feature, count, amounts, counting, start, before);
        }

        foreach (var (gauge, amount) in one.Gauges)
        {
            if (amount > 0)
                replica.Volume.Add(_features.OfGauge(gauge), (float)(amount * one.ObservedSeconds / window.TotalSeconds));
        }

        // A gauge may have the name of what another replica counts.
        _novelty.Fit(_features.Families);
    }

    /// <returns>The column that was counted; the one before where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Count(
        ReplicaState replica, string feature, long count, VolumeRow.AmountsOfWindow amounts, StayCounting counting, DateTimeOffset start, int before)
    {
        if (count <= 0)
            return before;
        var column = _features.Find(feature, before);
        if (column < 0)
        {
            _newcomers.Add((feature, replica, count));
            return before;
        }

        amounts.Add(column, count);
        if (!counting.IsCommon(column, count))
            _novelty.See(replica, column, count, _window, start, replica.IsLearning);
        return column;
    }

    /// <summary>Gives features that were never seen their columns, by name: which of them share one shall not depend on who came first.</summary>
    private void Admit(DateTimeOffset start)
    {
        _newcomers.Sort(static (left, right) => string.CompareOrdinal(left.Feature, right.Feature) is not 0 and var order
            ? order
            : string.CompareOrdinal(left.Replica.Name, right.Replica.Name));
        foreach (var (feature, replica, count) in _newcomers)
        {
            if (_features.LacksRoom(feature, out var family) && !_crowded.Contains(family) && !MakeRoom(feature, family))
                _crowded.Add(family);
            var column = _features.Of(feature);
            _novelty.Fit(_features.Families);
            replica.Volume.Add(column, count);
            if (!_novelty.Counting(replica.Band, _window, replica.IsSuspect).IsCommon(column, count))
                _novelty.See(replica, column, count, _window, start, IsLearning(replica.Band, _revisions[replica.Siblings.Revision]));
        }

        _crowded.Clear();
        _newcomers.Clear();
        if (_newcomers.Capacity > MostNewcomers)
            _newcomers.Capacity = MostNewcomers;
    }

    /// <summary>
    /// Gives a feature the column of the one of its family that was not shown for longest, if that is weeks ago: each
    /// revision brings features, and a workload that lives for years shall not run out of columns.
    /// </summary>
    private bool MakeRoom(string feature, FeatureFamily family)
    {
        var (oldest, since) = (-1, long.MaxValue);
        for (var column = 0; column < _features.Names.Count; column++)
        {
            if (_features.IsOwn(column, family) && _novelty.Forgotten(column, _window) is { } last && last < since && !IsShown(column))
                (oldest, since) = (column, last);
        }

        if (oldest < 0)
            return false;
        _features.Reuse(oldest, feature);
        _novelty.Renew(oldest);
        _volume.Renew(oldest);
        foreach (var replica in _replicas.Values)
        {
            replica.Volume.Renew(oldest);
            replica.Rise?.Renew(oldest);
        }

        return true;
    }

    /// <summary>Whether a replica shows a feature now, or one under suspicion did: nothing was learned of that.</summary>
    private bool IsShown(int column) => _replicas.Values.Any(replica =>
        replica.Volume.Amount(column) > 0 || replica.Novelty.Episode?.Features.ContainsKey(column) == true);
}
