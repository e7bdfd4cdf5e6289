using IncidentMesh.Contracts.Response;

namespace IncidentMesh.Integrations.Slack;

/// <summary>What came of looking for our own messages in Slack.</summary>
internal abstract record SlackLook
{
    private SlackLook()
    {
    }

    /// <param name="Receipt">Where the incident's message is.</param>
    /// <param name="Revision">The picture that it shows.</param>
    public sealed record Found(SlackReceipt Receipt, long Revision) : SlackLook;

    /// <summary>The news that the thread does not hold yet; null where the incident's message was looked for.</summary>
    public sealed record Missing(IReadOnlyList<string> News) : SlackLook;

    /// <summary>Slack does not let us look: only a person can.</summary>
    public sealed record Unreadable(string Why) : SlackLook;

    /// <summary>It did not work this time.</summary>
    public sealed record Later(TimeSpan? After, string Why) : SlackLook;
}
