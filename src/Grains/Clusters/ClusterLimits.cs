namespace IncidentMesh.Grains.Clusters;

/// <summary>Bounds of what one cluster's grain keeps.</summary>
/// <param name="Subjects">Users, nodes and the like with a place of their own: about 300 bytes each, in memory and as a row.</param>
internal sealed record ClusterLimits(int Subjects = 5_000);
