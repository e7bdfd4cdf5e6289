namespace IncidentMesh.Testing.Slack;

/// <summary>An error that the fake answers with <c>ok: false</c>.</summary>
internal sealed class SlackRefusal(string code, string? detail = null) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>What Slack puts into <c>response_metadata.messages</c>.</summary>
    public string? Detail { get; } = detail;
}
