using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Harness;

/// <summary>How many workloads share the wanted workload-days.</summary>
/// <param name="Count">Workloads, each with a profile of its own.</param>
/// <param name="Windows">That each lives.</param>
internal sealed record Lives(int Count, int Windows)
{
    private const int WindowsOfADay = 1440;

    public double Days => (double)Count * Windows / WindowsOfADay;

    /// <summary>At least ten workloads where there are ten days for them: profiles differ more than days.</summary>
    public static Lives Of(double days, double spanDays)
    {
        var count = Math.Max((int)Math.Ceiling(days / spanDays), (int)Math.Clamp(days, 1, 10));
        return new Lives(count, Math.Max(1, (int)Math.Ceiling(days * WindowsOfADay / count)));
    }

    /// <param name="seed">Of the run.</param>
    /// <param name="use">Keeps the workloads of different uses apart.</param>
    /// <param name="kind">Of the workload.</param>
    /// <param name="size">In replicas.</param>
    /// <param name="number">Among those of the same use, kind and size.</param>
    public static SimulatedWorkload Workload(int seed, string use, BenignKind kind, int size, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{use}-{kind.Name}-{size}-{number}");
        return new SimulatedWorkload(name, kind, size, new Draws(new Xoshiro(seed, name)));
    }
}
