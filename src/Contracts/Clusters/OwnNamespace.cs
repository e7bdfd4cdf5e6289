namespace IncidentMesh.Contracts.Clusters;

/// <summary>The namespace that this product runs in; null outside of a cluster. Never touched, in any cluster.</summary>
public sealed record OwnNamespace(string? Name);
