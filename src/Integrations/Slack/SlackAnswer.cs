using System.Text.Json;

namespace IncidentMesh.Integrations.Slack;

/// <summary>What came of one call of Slack's Web API.</summary>
internal abstract record SlackAnswer
{
    private SlackAnswer()
    {
    }

    /// <summary><c>ok: true</c>.</summary>
    public sealed record Ok(JsonElement Body) : SlackAnswer;

    /// <summary><c>ok: false</c>: not done, unless <see cref="SlackErrors"/> says that this code leaves it open.</summary>
    /// <param name="Code">Slack's error code, such as <c>channel_not_found</c>.</param>
    /// <param name="Needed">Scopes that are missing, where Slack names them.</param>
    /// <param name="Detail">What Slack says beside the code; empty where it says nothing.</param>
    public sealed record Error(string Code, string? Needed, string Detail) : SlackAnswer;

    /// <summary>Not done.</summary>
    public sealed record RateLimited(TimeSpan After) : SlackAnswer;

    /// <summary>Not done, for certain: it never reached Slack or was turned away in front of it.</summary>
    public sealed record NotDone(string Reason) : SlackAnswer;

    /// <summary>It may be done: no answer, half an answer, or one that says nothing.</summary>
    public sealed record Unknown(string Reason) : SlackAnswer;

    /// <summary>The answer is larger than we read; ask for less.</summary>
    public sealed record TooLarge : SlackAnswer;
}
