using System.Runtime.CompilerServices;
using IncidentMesh.Detection.Replicas.Novelty;
using IncidentMesh.Detection.Replicas.Volume;

namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>New features of a window for which memory is kept.</summary>
    private const int MostNewcomers = 256;

    private readonly List<(string Feature, ReplicaState Replica, long Count)> _newcomers = [];

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
        foreach (var (feature, _, _) in _newcomers)
            _features.Of(feature);
        _novelty.Fit(_features.Families);
        foreach (var (feature, replica, count) in _newcomers)
        {
            var column = _features.Of(feature);
            replica.Volume.Add(column, count);
            if (!_novelty.Counting(replica.Band, _window, replica.IsSuspect).IsCommon(column, count))
                _novelty.See(replica, column, count, _window, start, IsLearning(replica.Band, _revisions[replica.Siblings.Revision]));
        }

        _newcomers.Clear();
        if (_newcomers.Capacity > MostNewcomers)
            _newcomers.Capacity = MostNewcomers;
    }
}
