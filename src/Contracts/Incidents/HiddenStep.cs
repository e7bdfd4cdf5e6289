namespace IncidentMesh.Contracts.Incidents;

/// <summary>
/// What a suppression hid of a subject before an attack seemed to go on there. It counts with the suppression and not with
/// the incident that names it.
/// </summary>
/// <param name="Suppression">Id of the suppression.</param>
/// <param name="Hits">The hits, without examples.</param>
[GenerateSerializer, Immutable, Alias("im.hidden-step")]
public sealed record HiddenStep([property: Id(0)] string Suppression, [property: Id(1)] RuleHits Hits);
