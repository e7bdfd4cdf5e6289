using System.IO.Enumeration;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>
/// Detections that somebody has decided not to see for a time. They are hidden and still counted. Patterns are whole
/// names, in which <c>*</c> stands for any characters and <c>?</c> for one; what is null fits everything.
/// </summary>
public sealed record Suppression
{
    /// <summary>Longest time that one may last.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(366);

    public required string Id { get; init; }

    public required string Reason { get; init; }

    public required string Owner { get; init; }

    /// <summary>What happens from then on is seen again, by event time.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The detection's rule or title.</summary>
    public string? Rule { get; init; }

    /// <summary>The workload, as <c>namespace/name</c>.</summary>
    public string? Workload { get; init; }

    public string? User { get; init; }

    public string? Node { get; init; }

    /// <summary>Whether it hides a detection. What sensors say of themselves is never hidden.</summary>
    public bool Hides(Signal signal, SignalDetection detection, SubjectRef subject)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detection);
        ArgumentNullException.ThrowIfNull(subject);
        return signal.Kind != SignalKind.SensorHealth
            && signal.Time < Expires
            && (Fits(Rule, detection.Rule) || Fits(Rule, detection.Title))
            && Fits(Workload, subject.Workload is { } workload ? $"{workload.Namespace}/{workload.Name}" : null)
            && Fits(User, signal.User)
            && Fits(Node, signal.Origin.Node);
    }

    private static bool Fits(string? pattern, string? name) =>
        pattern is null || (name is not null && FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));
}
