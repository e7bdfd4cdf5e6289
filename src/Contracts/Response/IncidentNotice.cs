using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Response;

/// <summary>
/// What a notifier tells people about an incident: a picture of it at one revision. A later revision replaces one that
/// still waits. Texts are hostile: each notifier escapes them for its medium.
/// </summary>
public sealed record IncidentNotice
{
    public required string Incident { get; init; }

    /// <summary>1 for the incident's first picture, and grows with each; notifiers never go back.</summary>
    public required long Revision { get; init; }

    /// <summary><c>open</c>, <c>acknowledged</c>, <c>contained</c>, <c>resolved</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public required string Title { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Score { get; init; }

    public required string Cluster { get; init; }

    /// <summary>The workload, user or node, for people.</summary>
    public required string Subject { get; init; }

    public required long Signals { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public string? Assignee { get; init; }

    /// <summary>Who is behind its detections, in one line; null where nobody is known.</summary>
    public string? By { get; init; }

    /// <summary>Why the score is what it is, largest share first, at most 8 lines.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The newest lines of the timeline that this notifier has not told yet, oldest first, at most 20.</summary>
    public IReadOnlyList<string> News { get; init; } = [];

    /// <summary>
    /// Timeline numbers of the lines in <see cref="News"/>, rising, one for each line: with them a line is told once even
    /// where a picture that replaces another repeats it. Empty: each picture's news are told once as a whole.
    /// </summary>
    public IReadOnlyList<long> NewsNumbers { get; init; } = [];

    /// <summary>
    /// When the incident was opened, by our clock: nobody was told of it before. Null: taken from
    /// <see cref="FirstSeen"/>, which sensors' clocks make less sure.
    /// </summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The proposed or running plan in one line; null where there is none.</summary>
    public string? Plan { get; init; }

    /// <summary>Address of the incident for people; null where none is configured.</summary>
    public string? Link { get; init; }

    /// <summary>Name of the target that hears of it; null for the notifier's own. See <see cref="NotifierTarget.Name"/>.</summary>
    public string? Target { get; init; }

    /// <summary>What the notifier got for the first picture; null for the first.</summary>
    public SlackReceipt? Slack { get; init; }
}

/// <summary>Where Slack put an incident's message.</summary>
/// <param name="Channel">Channel id as Slack answered it.</param>
/// <param name="Timestamp">Slack's <c>ts</c> of the message: its identity for updates and its thread.</param>
[GenerateSerializer, Immutable, Alias("im.slack-receipt")]
public sealed record SlackReceipt([property: Id(0)] string Channel, [property: Id(1)] string Timestamp);
