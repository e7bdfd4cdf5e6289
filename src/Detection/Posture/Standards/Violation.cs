namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>A check that a pod does not pass, in Kubernetes' own words.</summary>
/// <param name="Check">Id of the check, such as <c>hostNamespaces</c>.</param>
/// <param name="Reason">What is wrong, such as <c>host namespaces</c>.</param>
/// <param name="Detail">Where, such as <c>hostNetwork=true</c>.</param>
public sealed record Violation(string Check, string Reason, string Detail);
