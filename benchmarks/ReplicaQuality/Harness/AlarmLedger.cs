using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>Tells new alarms of one workload from those that go on: an alarm goes on until it has been quiet for some windows.</summary>
internal sealed class AlarmLedger(int quietWindows)
{
    private readonly Dictionary<(AlarmKind, string?), int> _lastAt = [];

    /// <returns>Whether it is a new alarm.</returns>
    public bool Add(Alarm alarm, int window)
    {
        var key = (alarm.Kind, alarm.Replica);
        var isNew = !_lastAt.TryGetValue(key, out var last) || window - last > quietWindows;
        _lastAt[key] = window;
        return isNew;
    }
}
