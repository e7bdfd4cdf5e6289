namespace IncidentMesh.Detection.Detectors;

/// <summary>The value of a key that is only to be known.</summary>
internal readonly struct Nothing;
