namespace IncidentMesh.Detection.Posture.Pods.Reading;

/// <summary>What a document holds.</summary>
/// <param name="Pods">Pods and pod templates, in the document's order. An object with a problem is not among them.</param>
/// <param name="Problems">What could not be read.</param>
/// <param name="Others">Objects that make no pods, such as services.</param>
public sealed record PodReading(IReadOnlyList<PodManifest> Pods, IReadOnlyList<ReadProblem> Problems, int Others);
