using IncidentMesh.Benchmarks.ReplicaQuality.Attacks;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality;

/// <summary>What the command line asks for.</summary>
internal sealed record QualityOptions
{
    public const double QuarterDays = 91.25;

    public IReadOnlyList<BenignKind> Kinds { get; init; } = BenignKinds.All;

    public IReadOnlyList<AttackKind> Attacks { get; init; } = AttackKinds.All;

    /// <summary>Names; null for all.</summary>
    public IReadOnlyList<string>? Detectors { get; init; }

    public IReadOnlyList<int> Sizes { get; init; } = [3, 5, 12];

    /// <summary>Workload-days of each kind and size; null for what <see cref="DaysOf"/> gives.</summary>
    public double? Days { get; init; }

    public double? TuningDays { get; init; }

    public int? Trials { get; init; }

    /// <summary>Days that one simulated workload lives at most: the budget is per workload and quarter.</summary>
    public double SpanDays { get; init; } = QuarterDays;

    /// <summary>Which of the workloads of a kind and size are watched, by number from 0; null for all.</summary>
    public IReadOnlyList<int>? Lives { get; init; }

    public double FalseAlarmsPerQuarter { get; init; } = 1;

    public int QuietWindows { get; init; } = 60;

    public int Seed { get; init; } = 1;

    public bool IsJson { get; init; }

    /// <summary>Whether false alarms are listed on standard error.</summary>
    public bool Show { get; init; }

    public ParallelOptions Parallelism { get; init; } = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    public double DaysOf(int size) => Days ?? size switch { < 50 => 1_000, < 500 => 100, _ => 1 };

    public double TuningDaysOf(int size) => TuningDays ?? DaysOf(size);

    public int TrialsOf(int size, bool isLong)
    {
        var trials = Trials ?? size switch { < 50 => 360, < 500 => 90, _ => 18 };
        return isLong ? Math.Max(1, trials / 10) : trials;
    }
}
