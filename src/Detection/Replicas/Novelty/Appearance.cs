namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>A feature that a replica began to show; whether its siblings do so too, the next window tells.</summary>
internal readonly record struct Appearance(ReplicaState Replica, int Column, AgeBand Band, double Count, long Window, DateTimeOffset Since);
