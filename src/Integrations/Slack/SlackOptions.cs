namespace IncidentMesh.Integrations.Slack;

/// <summary>Section <c>Integrations:Slack</c>. Slack is off where the section is empty; half a section refuses to start.</summary>
public sealed class SlackOptions
{
    public const string Section = "Integrations:Slack";

    /// <summary>Slack's own address.</summary>
    public const string DefaultBaseAddress = "https://slack.com/";

    /// <summary>The app's bot token, <c>xoxb-…</c>. Never logged, never in a URL.</summary>
    public string? BotToken { get; set; }

    /// <summary>Id of the channel, such as <c>C0123456789</c>; not its name.</summary>
    public string? Channel { get; set; }

    /// <summary>Ids of further channels by the names that routes call them: <c>payments</c> for <c>slack:#payments</c>.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; set; } = new Dictionary<string, string>();

    /// <summary>Least severity told: a name of <see cref="Contracts.Signals.Severity"/>. Default Medium.</summary>
    public string? MinimumSeverity { get; set; }

    /// <summary>Another address than <see cref="DefaultBaseAddress"/>: https to Slack, or this machine for tests.</summary>
    public string? BaseAddress { get; set; }
}
