namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>What one revision of a service does. Rates are events a minute and replica, by number of the feature.</summary>
internal sealed class ServiceProfile
{
    /// <summary>At an activity of 1.</summary>
    public required KeyValuePair<int, double>[] Traffic { get; init; }

    /// <summary>Whatever the traffic.</summary>
    public required KeyValuePair<int, double>[] Steady { get; init; }

    /// <summary>Mean counts in the minute of a start.</summary>
    public required KeyValuePair<int, double>[] Start { get; init; }

    /// <summary>Minutes until it serves at full.</summary>
    public required double StartMinutes { get; init; }

    /// <summary>The service's process, which is the parent of what it runs.</summary>
    public required string Main { get; init; }

    /// <summary>Processor seconds a minute: idle, and at an activity of 1.</summary>
    public required (double Idle, double Busy) Cpu { get; init; }

    /// <summary>MiB.</summary>
    public required double Memory { get; init; }

    public required double BytesIn { get; init; }

    public required double BytesOut { get; init; }

    public required double Connections { get; init; }

    /// <summary>The numbers of the features of one family that it has when it has started.</summary>
    public IEnumerable<int> Usual(FeatureTable features, string family) =>
        Traffic.Concat(Steady).Select(static pair => pair.Key).Where(feature => features.Name(feature).StartsWith(family, StringComparison.Ordinal)).Distinct().Order();
}
