using IncidentMesh.Detection.Context;

namespace IncidentMesh.Detection.Vulnerabilities;

/// <summary>A workload that runs an image, with what is known of it.</summary>
/// <param name="Name">Such as <c>shop/Deployment/web</c>.</param>
/// <param name="Context">What makes an attack on it matter more or less.</param>
public sealed record VulnerableWorkload(string Name, RiskContext Context);
