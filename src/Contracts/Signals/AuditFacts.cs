namespace IncidentMesh.Contracts.Signals;

/// <summary>
/// Names in <see cref="Signal.Facts"/> of a Kubernetes audit event. A fact that the event does not state is absent,
/// never empty.
/// </summary>
public static class AuditFacts
{
    /// <summary>A client may choose it, by the header <c>Audit-ID</c>: not to be trusted to name one request.</summary>
    public const string AuditId = "auditID";

    /// <summary><c>RequestReceived</c>, <c>ResponseStarted</c>, <c>ResponseComplete</c> or <c>Panic</c>.</summary>
    public const string Stage = "stage";

    public const string Verb = "verb";
    public const string ApiGroup = "apiGroup";
    public const string Resource = "resource";
    public const string Subresource = "subresource";
    public const string Namespace = "namespace";
    public const string Name = "name";

    /// <summary>The account that authenticated.</summary>
    public const string User = "user";

    /// <summary>The account that it acted as, where it impersonated one.</summary>
    public const string ImpersonatedUser = "impersonatedUser";

    /// <summary>Comma-separated, at most 16.</summary>
    public const string Groups = "groups";

    /// <summary>HTTP status code in decimal.</summary>
    public const string Code = "code";

    /// <summary>The authorizer's <c>allow</c> or <c>forbid</c>.</summary>
    public const string Decision = "decision";

    /// <summary>As the client wrote it: not to be trusted.</summary>
    public const string UserAgent = "userAgent";

    /// <summary>The last of the source addresses: the only one that the client cannot choose.</summary>
    public const string SourceIp = "sourceIP";

    /// <summary>When the API server received the request, as it wrote it; only where a subresource is asked for.</summary>
    public const string ReceivedAt = "requestReceivedTimestamp";

    /// <summary>Path of the request without its query; only where the request names no resource.</summary>
    public const string Path = "path";

    /// <summary>Command line of an exec, its arguments joined by blanks; of a debug container the one it is to run.</summary>
    public const string Command = "command";

    /// <summary>Container that an exec or attach asks for, or name of the debug container that is added.</summary>
    public const string Container = "container";

    /// <summary><c>true</c> where an exec, attach or debug container asks for a terminal.</summary>
    public const string Terminal = "tty";
}
