namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>New features of a window for which memory is kept.</summary>
    private const int MostNewcomers = 256;

    private readonly List<(string Feature, ReplicaState Replica, long Count)> _newcomers = [];

    private void Count(ReplicaState replica, ReplicaWindow one, DateTimeOffset start)
    {
        replica.Volume.Begin(one.ObservedSeconds);
        var (isLearning, isSuspect) = (IsLearning(replica), replica.IsSuspect);
        // The enumerator of an interface costs as much again as all that is done with what it gives.
        if (one.Activity is Dictionary<string, long> activity)
        {
            foreach (var (feature, count) in activity)
                Count(replica, feature, count, start, isLearning, isSuspect);
        }
        else
        {
            foreach (var (feature, count) in one.Activity)
                Count(replica, feature, count, start, isLearning, isSuspect);
        }

        foreach (var (gauge, amount) in one.Gauges)
        {
            if (amount > 0)
                replica.Volume.Add(_features.OfGauge(gauge), (float)(amount * one.ObservedSeconds / window.TotalSeconds));
        }
    }

    private void Count(ReplicaState replica, string feature, long count, DateTimeOffset start, bool isLearning, bool isSuspect)
    {
        if (count <= 0)
            return;
        if (_features.TryGet(feature, out var column))
            See(replica, column, count, start, isLearning, isSuspect);
        else
            _newcomers.Add((feature, replica, count));
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
            See(replica, _features.Of(feature), count, start, IsLearning(replica), replica.IsSuspect);
        _newcomers.Clear();
        if (_newcomers.Capacity > MostNewcomers)
            _newcomers.Capacity = MostNewcomers;
    }

    private void See(ReplicaState replica, int column, long count, DateTimeOffset start, bool isLearning, bool isSuspect)
    {
        replica.Volume.Add(column, count);
        _novelty.See(replica, column, count, _window, start, isLearning, isSuspect);
    }
}
