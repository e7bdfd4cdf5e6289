using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Grains.Workloads;

/// <summary>Counts what a replica does in windows of event time. Bounded: 15 windows of 200 features.</summary>
internal static class ActivityCounter
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MaxWindows = 15;
    private const int MaxFeatures = 200;
    private const string Overflow = "other";

    public static IReadOnlyList<ActivityWindow> Count(IReadOnlyList<ActivityWindow> windows, IReadOnlyList<ObservedSignal> signals)
    {
        var changed = new Dictionary<DateTimeOffset, Dictionary<string, long>>();
        foreach (var observed in signals)
        {
            var start = StartOf(observed.Signal.Time);
            if (!changed.TryGetValue(start, out var counts))
            {
                var before = windows.FirstOrDefault(window => window.Start == start)?.Counts;
                changed[start] = counts = before is null ? [] : new(before);
            }

            var feature = ReplicaFeatures.Of(observed);
            if (counts.Count >= MaxFeatures && !counts.ContainsKey(feature))
            {
                feature = Overflow;
            }

            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        }

        return
        [
            .. windows.Where(window => !changed.ContainsKey(window.Start))
                .Concat(changed.Select(pair => new ActivityWindow(pair.Key, pair.Value)))
                .OrderBy(window => window.Start)
                .TakeLast(MaxWindows),
        ];
    }

    private static DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Window.Ticks), TimeSpan.Zero);
}
