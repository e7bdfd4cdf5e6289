using System.Runtime.InteropServices;
using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

/// <summary>Adds windows up to a trailing hour, which it gives every ten minutes.</summary>
internal sealed class HourlyWindows
{
    public const double Seconds = 3600;

    private const int BucketWindows = 10, Buckets = 6;

    private readonly Dictionary<string, Bucket[]> _replicas = [];

    /// <returns>Null but for every tenth window.</returns>
    public WorkloadWindow? Add(WorkloadWindow window)
    {
        var bucket = window.Index / BucketWindows % Buckets;
        var isFirst = window.Index % BucketWindows == 0;
        foreach (var gone in isFirst ? _replicas.Keys.Except(window.Replicas.Select(static replica => replica.Name)).ToList() : [])
            _replicas.Remove(gone);
        foreach (var replica in window.Replicas)
        {
            if (!_replicas.TryGetValue(replica.Name, out var buckets))
                _replicas[replica.Name] = buckets = [.. Enumerable.Range(0, Buckets).Select(static _ => new Bucket())];
            if (isFirst)
                buckets[bucket].Clear();
            buckets[bucket].Add(replica);
        }

        return window.Index % BucketWindows < BucketWindows - 1 ? null : new WorkloadWindow
        {
            Workload = window.Workload,
            Index = window.Index,
            Start = window.Start,
            Replicas = [.. window.Replicas.Select(replica => Sum(replica, _replicas[replica.Name]))],
        };
    }

    private static ReplicaWindow Sum(ReplicaWindow replica, Bucket[] buckets)
    {
        var total = new Bucket();
        foreach (var bucket in buckets)
            total.Add(bucket);
        var sum = new ReplicaWindow
        {
            Name = replica.Name,
            Revision = replica.Revision,
            Image = replica.Image,
            Container = replica.Container,
            AgeSeconds = replica.AgeSeconds,
            ExposureSeconds = total.ExposureSeconds,
        };
        foreach (var (feature, number, count) in total.Counts.Values)
            sum.Add(feature, number, StratumReader.IsLevel(feature) ? count / total.ExposureSeconds : count);
        return sum;
    }

    private sealed class Bucket
    {
        /// <summary>By the features' numbers.</summary>
        public Dictionary<int, FeatureCount> Counts { get; } = [];

        public double ExposureSeconds { get; private set; }

        public void Clear()
        {
            Counts.Clear();
            ExposureSeconds = 0;
        }

        public void Add(ReplicaWindow replica)
        {
            ExposureSeconds += replica.ExposureSeconds;
            foreach (var (feature, number, count) in replica.Counts)
                Add(feature, number, StratumReader.IsLevel(feature) ? count * replica.ExposureSeconds : count);
        }

        public void Add(Bucket other)
        {
            ExposureSeconds += other.ExposureSeconds;
            foreach (var (feature, number, count) in other.Counts.Values)
                Add(feature, number, count);
        }

        private void Add(string feature, int number, double count)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(Counts, number, out _);
            sum = new FeatureCount(feature, number, sum.Count + count);
        }
    }
}
