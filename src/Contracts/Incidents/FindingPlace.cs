namespace IncidentMesh.Contracts.Incidents;

/// <summary>An incident that has findings of a workload's comparison.</summary>
/// <param name="Incident">Its id.</param>
/// <param name="Workload">Key of the workload whose replicas are compared.</param>
[GenerateSerializer, Immutable, Alias("im.finding-place")]
public sealed record FindingPlace([property: Id(0)] string Incident, [property: Id(1)] string Workload);
