using System.Diagnostics.CodeAnalysis;

namespace IncidentMesh.Kubernetes;

/// <summary>What a cluster answered: a value, or the fault that stood in its way.</summary>
internal readonly struct ClusterAnswer<T>
    where T : class
{
    private readonly T? _value;
    private readonly ClusterFault? _fault;

    private ClusterAnswer(T? value, ClusterFault? fault) => (_value, _fault) = (value, fault);

    public static implicit operator ClusterAnswer<T>(ClusterFault fault) => new(null, fault);

    public static ClusterAnswer<T> Of(T value) => new(value, null);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ClusterFault? fault)
    {
        value = _value;
        fault = _fault;
        return _fault is null;
    }
}

/// <summary>Why a cluster did not do what it was asked.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Reason">For people; holds no secret.</param>
/// <param name="RetryAfter">What the server asked for, at most <see cref="MaxRetryAfter"/>; null where it did not.</param>
internal sealed record ClusterFault(FaultKind Kind, string Reason, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether it is the API server that knows no such object, and not something before it that answers 404.</summary>
    public bool SaysNotFound { get; init; }

    /// <summary>A server that asks for longer is asked again after this.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);
}

internal enum FaultKind
{
    /// <summary>The object, or the kind of object, is not there (404).</summary>
    Missing,

    /// <summary>The object has changed since it was read (409).</summary>
    Conflict,

    /// <summary>The version or continuation asked for is too old to be served (410).</summary>
    Expired,

    /// <summary>We may not (403).</summary>
    Denied,

    /// <summary>It does not know us (401). Not for ever: credentials are rotated.</summary>
    Unauthenticated,

    /// <summary>It will not do this however often it is asked (400, 422, and what we refuse ourselves).</summary>
    Invalid,

    /// <summary>The answer is longer than we take.</summary>
    TooLarge,

    /// <summary>Not now, or no answer: it may even be done (429, 5xx, timeouts, broken connections).</summary>
    Unavailable,
}
