namespace IncidentMesh.Detection.Replicas;

/// <summary>Replicas are compared with those of like age: starting up is a life of its own.</summary>
internal enum AgeBand
{
    /// <summary>In its first ten minutes.</summary>
    Starting,

    /// <summary>Older than that, or of unknown age.</summary>
    Steady,
}
