namespace IncidentMesh.Gateway.Problems;

/// <summary>Stable <c>type</c> URIs of problem details (RFC 9457). Never change one: clients compare them.</summary>
internal static class ProblemTypes
{
    public const string Prefix = "urn:incidentmesh:problem:";
    public const string InvalidRequest = Prefix + "invalid-request";
    public const string Unauthorized = Prefix + "unauthorized";
    public const string Forbidden = Prefix + "forbidden";
    public const string NotFound = Prefix + "not-found";
    public const string MethodNotAllowed = Prefix + "method-not-allowed";
    public const string Timeout = Prefix + "timeout";
    public const string Conflict = Prefix + "conflict";
    public const string SecretNotKept = Prefix + "secret-not-kept";
    public const string IdempotencyInProgress = Prefix + "idempotency-in-progress";
    public const string IdempotencyMismatch = Prefix + "idempotency-mismatch";
    public const string VersionConflict = Prefix + "version-conflict";
    public const string TooLarge = Prefix + "too-large";
    public const string UnsupportedMediaType = Prefix + "unsupported-media-type";
    public const string RateLimited = Prefix + "rate-limited";
    public const string Unavailable = Prefix + "unavailable";
    public const string Internal = Prefix + "internal";
}
