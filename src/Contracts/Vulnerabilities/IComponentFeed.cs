namespace IncidentMesh.Contracts.Vulnerabilities;

/// <summary>Port: Kubernetes' own feed of vulnerabilities, registered where one is configured. Safe for concurrent use.</summary>
public interface IComponentFeed
{
    /// <summary>Where it is, for people.</summary>
    string Source { get; }

    /// <summary>How often it is looked at.</summary>
    TimeSpan Period { get; }

    /// <summary>Looks whether it has changed. Failures are answers.</summary>
    ValueTask<FeedAnswer> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What is known of a feed.</summary>
/// <param name="Content">Its JSON, the same array for as long as it does not change; null where it was never read.</param>
/// <param name="AsOf">When that was last known to be current; null where it was never read.</param>
/// <param name="Problem">Why it cannot be read at present, for people; null while it can.</param>
public sealed record FeedAnswer(byte[]? Content, DateTimeOffset? AsOf, string? Problem);
