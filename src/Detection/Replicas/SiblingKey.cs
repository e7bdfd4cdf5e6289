namespace IncidentMesh.Detection.Replicas;

/// <summary>Replicas that agree in this are siblings.</summary>
internal readonly record struct SiblingKey(string Revision, string Image, AgeBand Band);
