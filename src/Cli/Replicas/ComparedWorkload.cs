using System.Globalization;
using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;

namespace IncidentMesh.Cli.Replicas;

/// <summary>A workload whose windows are compared, one after the other.</summary>
internal sealed class ComparedWorkload(string name, TimeSpan length, FalseAlarmBudget budget)
{
    /// <summary>A window so much later than the one before may be of a clock that is wrong.</summary>
    private static readonly TimeSpan FarAhead = TimeSpan.FromHours(1);

    /// <summary>After so many windows more it is believed.</summary>
    private const int ProvesRight = 60;

    private readonly ReplicaComparison _comparison = new(name, length, budget);
    private readonly TellingHours _hours = new(name);

    public string Name => name;

    /// <summary>When its last window began; null before the first.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>When the last window before a leap far ahead began; null where there was none, or it proved right.</summary>
    private DateTimeOffset? _beforeLeap;
    private int _sinceLeap;

    /// <summary>Names of the replicas in its last window.</summary>
    public IReadOnlyList<string> Replicas { get; private set; } = [];

    /// <returns>Why this cannot be its next window, and the remedy; null where it can.</returns>
    public string? Objection(WorkloadWindow next)
    {
        if (next.Length != length)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"this window of {WindowMembers.Quoted(name)} has {next.Length.TotalSeconds:0.###} seconds, those before it {length.TotalSeconds:0.###}: one workload has windows of one length.");
        return Last is { } last && next.Start - last < length && !FollowsTheLeap(next)
            ? $"this window of {WindowMembers.Quoted(name)} begins before the end of the one before it, which began at {last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: sort the lines by time and leave repeats out."
            : null;
    }

    public IReadOnlyList<ReplicaFinding> Observe(WorkloadWindow window)
    {
        if (Last is { } last && window.Start - last > FarAhead)
            (_beforeLeap, _sinceLeap) = (last, 0);
        else if (window.Start < Last || ++_sinceLeap > ProvesRight)
            _beforeLeap = null;
        Last = window.Start;
        Replicas = [.. window.Replicas.Select(static replica => replica.Name)];
        return _comparison.Observe(window);
    }

    /// <returns>
    /// What its pods did, where it is time to tell that to others of their image; null otherwise, and while the clock may
    /// be wrong: totals of a late date would be taken for newer than all that follow.
    /// </returns>
    public ImageTotals? TotalsToTell(DateTimeOffset end) => _beforeLeap is null && _hours.TryBegin(end) ? _comparison.ImageTotals(end) : null;

    /// <summary>Whether a single window that came before was far ahead of its time: it shall not silence those that follow.</summary>
    private bool FollowsTheLeap(WorkloadWindow next) => _beforeLeap is { } before && next.Start - before >= length;

    /// <summary>What stands against it as a whole as of its last window.</summary>
    public double StandingEValue() => _comparison.StandingEValue();

    /// <summary>From how much on its replicas' amounts would be told.</summary>
    public IReadOnlyList<AmountLimit> AmountLimits() => _comparison.AmountLimits();

    /// <summary>What stands high as of its last window.</summary>
    public IReadOnlyList<StandingEvidence> Standing() => _comparison.Standing();
}
