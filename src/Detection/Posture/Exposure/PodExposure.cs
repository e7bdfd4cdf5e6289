namespace IncidentMesh.Detection.Posture.Exposure;

/// <summary>From where a pod can be reached.</summary>
/// <param name="Level">By what is known.</param>
/// <param name="AtMost">What it is if everything that is not known comes out worst.</param>
/// <param name="Paths">Ways to the pod that prove it, the farthest first, those that are certain before the others.</param>
/// <param name="Blocked">Ways that something closes, one sentence each.</param>
/// <param name="Unknowns">What is not known, one sentence each.</param>
public sealed record PodExposure(
    ExposureLevel Level, ExposureLevel AtMost, IReadOnlyList<ExposurePath> Paths, IReadOnlyList<string> Blocked, IReadOnlyList<string> Unknowns);

/// <summary>A way to a pod.</summary>
/// <param name="Level">From how far.</param>
/// <param name="IsCertain">False where it hangs on something that is not known.</param>
/// <param name="By">What opens it: <c>LoadBalancer</c>, <c>NodePort</c>, <c>ExternalIP</c>, <c>Ingress</c>, <c>Gateway</c>, <c>HostPort</c>, <c>HostNetwork</c>, <c>PodNetwork</c>.</param>
/// <param name="IsNarrowed">Whether only a part of the addresses there gets through.</param>
/// <param name="Steps">One sentence a step, from the client to the pod.</param>
public sealed record ExposurePath(ExposureLevel Level, bool IsCertain, string By, bool IsNarrowed, IReadOnlyList<string> Steps);
