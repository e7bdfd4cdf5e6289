using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection;

/// <summary>What counts as a detection, and what belongs to one incident.</summary>
public sealed record DetectionOptions
{
    public static readonly DetectionOptions Default = new();

    /// <summary>Alerts of Falco and of other sensors that judge below it are activity only. <see cref="Severity.Low"/> is Falco's <c>Notice</c>.</summary>
    public Severity MinimumFalcoSeverity { get; init; } = Severity.Low;

    /// <summary>Silence of a subject, in event time, after which its next detection opens a new incident. Above zero.</summary>
    public TimeSpan BurstGap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Forbidden requests of one user within <see cref="ForbiddenWindow"/> that make a burst. At least 2.</summary>
    public int ForbiddenBurst { get; init; } = 20;

    /// <summary>At least 10 seconds.</summary>
    public TimeSpan ForbiddenWindow { get; init; } = TimeSpan.FromMinutes(5);
}
