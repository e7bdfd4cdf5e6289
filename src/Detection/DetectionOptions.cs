using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection;

/// <summary>What counts as a detection, and what belongs to one incident.</summary>
public sealed record DetectionOptions
{
    public static readonly DetectionOptions Default = new();

    /// <summary>Alerts of Falco and of other sensors that judge, and rules of ours, below it are activity only. <see cref="Severity.Low"/> is Falco's <c>Notice</c>.</summary>
    public Severity MinimumFalcoSeverity { get; init; } = Severity.Low;

    /// <summary>Silence of a subject, in event time, after which its next detection opens a new incident. Above zero.</summary>
    public TimeSpan BurstGap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The same for routine: detections below <see cref="Severity.High"/> without a chain of three tactics. A job that
    /// does the same every night is one incident. At least <see cref="BurstGap"/>.
    /// </summary>
    public TimeSpan RoutineGap { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Subjects in which a rule must hit to be a storm. 3 to 32.</summary>
    public int StormSubjects { get; init; } = 10;

    /// <summary>Pause of a rule over the whole cluster, in event time, that ends its storm. Above zero.</summary>
    public TimeSpan StormGap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Silence of all storms of a cluster after which the next one opens a new digest. At least <see cref="StormGap"/>.</summary>
    public TimeSpan DigestGap { get; init; } = TimeSpan.FromHours(12);

    /// <summary>False alarms of comparing replicas that are tolerated per workload and quarter. 0.0001 to 10,000.</summary>
    public double FalseAlarmsPerQuarter { get; init; } = 1;

    /// <summary>How much later than others an event may come and still count in its window of a minute. 0 s to 10 min.</summary>
    public TimeSpan ComparisonLateness { get; init; } = TimeSpan.FromSeconds(30);
}
