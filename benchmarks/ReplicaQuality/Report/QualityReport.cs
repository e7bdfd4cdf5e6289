using IncidentMesh.Benchmarks.ReplicaQuality.Harness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Report;

/// <summary>All that a run found.</summary>
internal sealed record QualityReport(int Seed, double FalseAlarmsPerQuarter, IReadOnlyList<BenignResult> Benign, IReadOnlyList<AttackResult> Attacks)
{
    public double BudgetPer1000Days => FalseAlarmsPerQuarter * 1000 / QualityOptions.QuarterDays;
}
