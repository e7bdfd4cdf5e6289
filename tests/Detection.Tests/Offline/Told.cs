using System.Text.Json;

namespace IncidentMesh.Detection.Tests.Offline;

/// <summary>All that an incident tells, as text: two are the same where their texts are.</summary>
internal static class Told
{
    public static string All(CollectedIncident incident) => JsonSerializer.Serialize(new
    {
        incident.Id,
        incident.Title,
        incident.Severity,
        incident.Score,
        incident.Subject.Kind,
        incident.Subject.Name,
        incident.Sensors,
        Fold = incident.Fold with { Replicas = new SortedDictionary<string, long>(incident.Fold.Replicas.ToDictionary()), Subjects = new SortedDictionary<string, long>(incident.Fold.Subjects.ToDictionary()) },
    });
}
