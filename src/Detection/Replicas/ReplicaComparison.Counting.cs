using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    private void Take(WorkloadWindow seen)
    {
        foreach (var siblings in _siblings.Values)
            siblings.Clear();
        _present.Clear();
        Span<bool> bands = [false, false];
        var stratum = (Key: default(SiblingKey), Siblings: (List<ReplicaState>?)null, Since: 0L);
        var image = (string?)null;
        var replicas = InOrder(seen.Replicas);
        for (var at = 0; at < replicas.Count; at++)
        {
            var one = replicas[at];
            var replica = Known(one, at, seen.Start);
            replica.LastWindow = _window;
            replica.IsHeld = one.IsSuspect;
            if (one.ObservedSeconds < LeastWatched * window.TotalSeconds)
                continue;
            _present.Add(replica);
            _watched.Add(one);
            if (stratum.Siblings is null || stratum.Key != replica.Siblings)
            {
                stratum = (replica.Siblings, Siblings(replica.Siblings), _revisions[replica.Siblings.Revision]);
                image = image is null || image == one.Image ? one.Image : "";
            }

            stratum.Siblings.Add(replica);
            bands[(int)replica.Band] = true;
            replica.IsLearning = IsLearning(replica.Band, stratum.Since);
            // Before anything is counted, so that what the replicas remember comes from memory all at once.
            replica.Volume.Begin(one.ObservedSeconds);
        }

        if (_order.Count > replicas.Count)
            _order.RemoveRange(replicas.Count, _order.Count - replicas.Count);
        if (image is not null)
            _tally.Begin(image, _novelty.Counts);
        for (var at = 0; at < _present.Count; at++)
        {
            Count(_present[at], _watched[at], seen.Start);
            CountWitness(at);
        }

        Admit(seen.Start);
        WithholdSuspects();
        _watched.Clear();

        foreach (var band in (ReadOnlySpan<AgeBand>)[AgeBand.Starting, AgeBand.Steady])
        {
            if (bands[(int)band])
                _novelty.Watch(band);
        }
    }

    /// <summary>Sums of floating-point numbers depend on their order a little: it shall not be the caller's.</summary>
    private IReadOnlyList<ReplicaWindow> InOrder(IReadOnlyList<ReplicaWindow> replicas)
    {
        for (var at = 1; at < replicas.Count; at++)
        {
            // Where names are those of the window before, they need not be read.
            if (IsAsBefore(replicas, at - 1) && IsAsBefore(replicas, at))
                continue;
            if (string.CompareOrdinal(replicas[at - 1].Name, replicas[at].Name) > 0)
                return [.. replicas.OrderBy(replica => replica.Name, StringComparer.Ordinal)];
        }

        return replicas;
    }

    private bool IsAsBefore(IReadOnlyList<ReplicaWindow> replicas, int at) =>
        at < _order.Count && ReferenceEquals(_order[at].Name, replicas[at].Name);

    private ReplicaState Known(ReplicaWindow one, int at, DateTimeOffset start)
    {
        // Mostly there are the same replicas as in the window before.
        var known = at < _order.Count && _order[at].Name == one.Name;
        var replica = known ? _order[at] : Find(one.Name, out known);
        if (at < _order.Count)
            _order[at] = replica;
        else
            _order.Add(replica);
        var band = start - one.StartedAt < StartingTime ? AgeBand.Starting : AgeBand.Steady;
        if (known && replica.Band == AgeBand.Starting && band == AgeBand.Steady)
            _starts++;
        var siblings = new SiblingKey(one.Revision, one.Image, band);
        replica.IsAnother |= known && replica.Siblings != siblings && replica.Siblings != siblings with { Band = AgeBand.Starting };
        if (replica.Siblings != siblings)
        {
            replica.Siblings = siblings;
            replica.Volume.Forget();
            replica.Volume.Windows = 0;
            _revisions.TryAdd(one.Revision, _window);
        }

        return replica;
    }

    private ReplicaState Find(string name, out bool isKnown)
    {
        ref var replica = ref CollectionsMarshal.GetValueRefOrAddDefault(_replicas, name, out isKnown);
        return replica ??= new ReplicaState(name, ++_numbered);
    }

    private List<ReplicaState> Siblings(SiblingKey key)
    {
        ref var siblings = ref CollectionsMarshal.GetValueRefOrAddDefault(_siblings, key, out _);
        return siblings ??= [];
    }

    private bool IsLearning(AgeBand band, long since) =>
        _novelty.Windows < LearningWindows
        || _window - since < LearningWindows
        || (band == AgeBand.Starting && _starts < KnownStarts);

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
        _tally.Renew(oldest, _novelty.Counts);
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
