using System.Globalization;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Cli.Replicas;

/// <summary>A workload whose windows are compared, one after the other.</summary>
internal sealed class ComparedWorkload(string name, TimeSpan length, FalseAlarmBudget budget)
{
    private readonly ReplicaComparison _comparison = new(name, length, budget);

    public string Name => name;

    /// <summary>When its last window began; null before the first.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Names of the replicas in its last window.</summary>
    public IReadOnlyList<string> Replicas { get; private set; } = [];

    /// <returns>Why this cannot be its next window, and the remedy; null where it can.</returns>
    public string? Objection(WorkloadWindow next)
    {
        if (next.Length != length)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"this window of {WindowMembers.Quoted(name)} has {next.Length.TotalSeconds:0.###} seconds, those before it {length.TotalSeconds:0.###}: one workload has windows of one length.");
        return Last is { } last && next.Start - last < length
            ? $"this window of {WindowMembers.Quoted(name)} begins before the end of the one before it, which began at {last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: sort the lines by time and leave repeats out."
            : null;
    }

    public IReadOnlyList<ReplicaFinding> Observe(WorkloadWindow window)
    {
        Last = window.Start;
        Replicas = [.. window.Replicas.Select(static replica => replica.Name)];
        return _comparison.Observe(window);
    }

    /// <summary>What stands high as of its last window.</summary>
    public IReadOnlyList<StandingEvidence> Standing() => _comparison.Standing();
}
