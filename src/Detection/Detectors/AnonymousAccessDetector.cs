using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// A request without credentials succeeded. Critical where it wrote, read secrets or went into a pod; high for any other
/// resource; medium for a path without one. Expected, and no detection: health, version and OpenID discovery, which
/// Kubernetes opens to everybody on purpose, and the <c>cluster-info</c> that nodes read before they join.
/// </summary>
internal sealed class AnonymousAccessDetector : IDetector
{
    private static readonly SignalDetection Read = new()
    {
        Rule = "audit/anonymous-success",
        Title = "Request without credentials succeeded",
        Severity = Severity.High,
        Techniques = ["T1078.001", "T1190", "TA0001"],
    };

    private static readonly SignalDetection Serious = Read with { Severity = Severity.Critical };
    private static readonly SignalDetection PathOnly = Read with { Severity = Severity.Medium };

    public string Name => "audit/anonymous-success";

    public long Forgotten => 0;

    public SignalDetection? Examine(Signal signal)
    {
        if (!AuditRequest.TryRead(signal, out var request) || !request.IsComplete || !request.Succeeded || !request.IsAnonymous)
            return null;

        if (request.Resource is not { } resource)
            return request.Path is { } path && IsPublic(path) ? null : PathOnly;
        if (request is { Verb: "get", Namespace: "kube-public", Name: "cluster-info" } && resource == "configmaps" && request.IsCore)
            return null;

        return request.IsWrite || resource == "secrets" || request.Subresource is "exec" or "attach" or "portforward" or "proxy"
            ? Serious
            : Read;
    }

    public void Save(StateWriter writer)
    {
    }

    public void Restore(ref StateReader reader)
    {
    }

    private static bool IsPublic(string path) =>
        path is "/version" or "/version/" or "/openid/v1/jwks" or "/.well-known/openid-configuration"
        || IsAtOrBelow(path, "/healthz") || IsAtOrBelow(path, "/livez") || IsAtOrBelow(path, "/readyz");

    private static bool IsAtOrBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');
}
