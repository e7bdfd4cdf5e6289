using System.Globalization;
using IncidentMesh.Detection.Replicas;

namespace IncidentMesh.Benchmarks.ReplicaComparison;

/// <summary>Deployments whose replicas all show the same features, with counts of their own in each of a few windows.</summary>
internal sealed record Shape(int Deployments, int Replicas, int Features)
{
    /// <summary>Different windows that are shown in turn.</summary>
    public const int Windows = 4;

    public long Cells => (long)Deployments * Replicas * Features;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Deployments:N0} deployments x {Replicas:N0} replicas x {Features:N0} features");

    /// <returns>The counts of one deployment: windows, replicas, features.</returns>
    public long[][][] Counts(int seed)
    {
        var random = new Random(seed);
        var rates = Enumerable.Range(0, Features).Select(_ => Math.Exp(4 * random.NextDouble())).ToArray();
        return [.. Enumerable.Range(0, Windows).Select(_ => Enumerable.Range(0, Replicas)
            .Select(_ => rates.Select(rate => Math.Max(1, (long)(rate + (Math.Sqrt(rate) * ((2 * random.NextDouble()) - 1))))).ToArray()).ToArray())];
    }

    /// <returns>The same as a detector gets it.</returns>
    public IReadOnlyList<WorkloadWindow> Seen(long[][][] counts)
    {
        string[] families = ["exec", "connect", "file", "syscall", "dns", "api", "log"];
        var names = Enumerable.Range(0, Features).Select(feature => $"{families[feature % families.Length]}|/a/usual/thing/number/{feature}").ToArray();
        return [.. counts.Select((window, at) => new WorkloadWindow("c/n/Deployment/w", DateTimeOffset.UnixEpoch.AddMinutes(at), TimeSpan.FromMinutes(1),
            [.. window.Select((replica, number) => new ReplicaWindow
            {
                Name = $"w-{number:D6}",
                Revision = "r",
                Image = "i",
                ObservedSeconds = 60,
                Activity = Activity(names, replica),
            })]))];
    }

    private static Dictionary<string, long> Activity(string[] names, long[] counts)
    {
        var activity = new Dictionary<string, long>(names.Length, StringComparer.Ordinal);
        for (var at = 0; at < names.Length; at++)
            activity.Add(names[at], counts[at]);
        return activity;
    }
}
