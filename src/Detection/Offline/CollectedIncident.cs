using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>An incident that was found in files.</summary>
public sealed record CollectedIncident
{
    /// <summary><c>inc-</c> and 12 characters of base32, the same at every run over the same files.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required Severity Severity { get; init; }

    public required Score Score { get; init; }

    public required SubjectRef Subject { get; init; }

    public required IncidentFold Fold { get; init; }

    public required IReadOnlyList<string> Sensors { get; init; }

    internal static CollectedIncident Of(SubjectRef subject, int number, IncidentFold fold) => new()
    {
        Id = IncidentIds.Of(subject, number),
        Title = IncidentTitle.Of(fold, subject),
        Severity = fold.Severity,
        Score = IncidentScoring.Default.Score(fold, subject, context: null),
        Subject = subject,
        Fold = fold,
        Sensors = fold.Sensors,
    };
}
