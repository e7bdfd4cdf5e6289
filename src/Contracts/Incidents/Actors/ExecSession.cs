namespace IncidentMesh.Contracts.Incidents;

/// <summary>A way into a pod that the API server let somebody take, from its audit events.</summary>
[GenerateSerializer, Immutable, Alias("im.exec-session")]
public sealed record ExecSession
{
    /// <summary><c>namespace/pod</c>.</summary>
    [Id(0)] public required string Pod { get; init; }

    /// <summary>The account that authenticated. At most 256 characters.</summary>
    [Id(1)] public required string User { get; init; }

    /// <summary>The account that it acted as, where it impersonated one.</summary>
    [Id(2)] public string? ImpersonatedUser { get; init; }

    [Id(3)] public ExecKind Kind { get; init; }

    /// <summary>When the API server received the request, by its clock.</summary>
    [Id(4)] public required DateTimeOffset Start { get; init; }

    /// <summary>When it was over; null while that is not known, and for a debug container.</summary>
    [Id(5)] public DateTimeOffset? End { get; init; }

    /// <summary>The container that was asked for; null where none was named.</summary>
    [Id(6)] public string? Container { get; init; }

    /// <summary>What was to be run, arguments joined by blanks. Hostile text. At most 256 characters.</summary>
    [Id(7)] public string? Command { get; init; }

    /// <summary>Whether a terminal was asked for.</summary>
    [Id(8)] public bool Terminal { get; init; }

    [Id(9)] public string? SourceIp { get; init; }

    /// <summary>As the client wrote it: not to be trusted.</summary>
    [Id(10)] public string? UserAgent { get; init; }

    /// <summary>Comma-separated.</summary>
    [Id(11)] public string? Groups { get; init; }

    /// <summary>A client may choose it: it does not name a session alone.</summary>
    [Id(12)] public string? AuditId { get; init; }

    /// <summary>Characters of its texts, by which sessions are bounded.</summary>
    public int Length =>
        Pod.Length + User.Length + (ImpersonatedUser?.Length ?? 0) + (Container?.Length ?? 0) + (Command?.Length ?? 0) + (SourceIp?.Length ?? 0)
        + (UserAgent?.Length ?? 0) + (Groups?.Length ?? 0) + (AuditId?.Length ?? 0);

    /// <summary>Whether both are the same session; only one of them may know its end.</summary>
    public bool IsSameAs(ExecSession other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Start == other.Start && (this with { End = other.End }) == other;
    }
}
