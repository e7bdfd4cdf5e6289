namespace IncidentMesh.Detection.Posture.Pods.Reading;

/// <summary>Why an object could not be read.</summary>
/// <param name="Place">Where in the document, such as <c>items[3].spec.containers[0].image</c>; empty for the document itself.</param>
/// <param name="Message">What is wrong there: a sentence without its subject, such as <c>is no text.</c></param>
public sealed record ReadProblem(string Place, string Message)
{
    public override string ToString() => Place.Length == 0 ? $"The document {Message}" : $"'{Place}' {Message}";
}
