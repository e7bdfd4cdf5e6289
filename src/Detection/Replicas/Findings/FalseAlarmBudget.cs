namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>How many false alarms a workload may raise, and how they are shared among the kinds of evidence.</summary>
public sealed record FalseAlarmBudget
{
    /// <summary>Days of a quarter.</summary>
    public const double QuarterDays = 365.25 / 4;

    /// <summary>What the budget is for.</summary>
    public static readonly TimeSpan Quarter = TimeSpan.FromDays(QuarterDays);

    internal const double NoveltyShare = 0.5;
    internal const double SharedNoveltyShare = 0.15;
    internal const double VolumeShare = 0.35;

    /// <param name="perQuarter">False alarms tolerated per workload and quarter, from 0.0001 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public FalseAlarmBudget(double perQuarter = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perQuarter, 0.0001);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perQuarter, 10_000);
        PerQuarter = perQuarter;
    }

    /// <summary>False alarms tolerated per workload and quarter.</summary>
    public double PerQuarter { get; }

    internal static double WindowsPerQuarter(TimeSpan window) => QuarterDays * TimeSpan.SecondsPerDay / window.TotalSeconds;
}
