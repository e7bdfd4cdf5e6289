namespace IncidentMesh.Testing.Http;

/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON.</param>
/// <param name="RetryAfter">Header of that name; null for none.</param>
public sealed record ServedAnswer(int Status, string Body, string? RetryAfter = null);
