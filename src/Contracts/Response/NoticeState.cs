namespace IncidentMesh.Contracts.Response;

/// <summary>What one target has been told of one incident.</summary>
[GenerateSerializer, Immutable, Alias("im.notice-state")]
public sealed record NoticeState
{
    /// <summary>See <see cref="NotifierTarget.Key"/>: kind of the effect, such as <c>slack/incident</c>, and the target's name.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>Pictures asked for so far.</summary>
    [Id(1)] public long Revision { get; init; }

    /// <summary>Id of the effect that is under way; null where none is.</summary>
    [Id(2)] public string? InFlight { get; init; }

    /// <summary>What people would notice of the picture that was asked for last.</summary>
    [Id(3)] public string Fingerprint { get; init; } = "";

    [Id(4)] public DateTimeOffset AskedAt { get; init; }

    /// <summary>Number of the last timeline entry told.</summary>
    [Id(5)] public long ToldThrough { get; init; }

    [Id(6)] public SlackReceipt? Slack { get; init; }

    /// <summary>Whether its notices are effects of this kind.</summary>
    public bool IsOf(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Kind.StartsWith(kind, StringComparison.Ordinal) && (Kind.Length == kind.Length || Kind[kind.Length] == ':');
    }
}
