namespace IncidentMesh.Sensors;

/// <summary>What a body consists of.</summary>
public sealed class SplitResult
{
    internal SplitResult(IReadOnlyList<Range> events, IReadOnlyList<RejectedEvent> rejected, string? fatal)
    {
        Events = events;
        Rejected = rejected;
        Fatal = fatal;
    }

    /// <summary>The events in order: each range holds one valid JSON object, without blanks around it.</summary>
    public IReadOnlyList<Range> Events { get; }

    /// <summary>Pieces that were left out, in order.</summary>
    public IReadOnlyList<RejectedEvent> Rejected { get; }

    /// <summary>Why nothing of the body is accepted, with the line; null where it was split. Then there are no events.</summary>
    public string? Fatal { get; }
}
