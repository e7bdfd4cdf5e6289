using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations.Slack;

/// <summary>The validated form of <see cref="SlackOptions"/>.</summary>
/// <param name="BotToken">Secret; this type has no text form that shows it.</param>
/// <param name="Channel">Id of the channel that new messages go to.</param>
/// <param name="MinimumSeverity">Least severity told.</param>
/// <param name="BaseAddress">Ends in a slash.</param>
internal sealed record SlackSettings(string BotToken, string Channel, Severity MinimumSeverity, Uri BaseAddress)
{
    public const Severity DefaultSeverity = Severity.Medium;

    /// <summary>Ids of further channels by name.</summary>
    public IReadOnlyDictionary<string, string> Channels { get; init; } = new Dictionary<string, string>();

    /// <returns>The channel of a target; null where there is none of that name.</returns>
    public string? ChannelOf(string? target) => target is null ? Channel : Channels.GetValueOrDefault(target);

    /// <returns>Null where Slack is not configured at all.</returns>
    /// <exception cref="OptionsValidationException">It is configured in half or wrongly; the message names each key.</exception>
    public static SlackSettings? Read(SlackOptions options)
    {
        if (string.IsNullOrEmpty(options.BotToken) && string.IsNullOrEmpty(options.Channel)
            && string.IsNullOrEmpty(options.MinimumSeverity) && string.IsNullOrEmpty(options.BaseAddress) && options.Channels.Count == 0)
            return null;

        List<string> failures = [];
        if (string.IsNullOrEmpty(options.BotToken))
            failures.Add($"{SlackOptions.Section}:BotToken is missing: set the app's bot token (xoxb-…), or remove the section.");
        else if (!IsBotToken(options.BotToken))
            failures.Add($"{SlackOptions.Section}:BotToken is not a bot token: those begin with xoxb- and hold letters, digits, '-' and '.' only.");
        if (string.IsNullOrEmpty(options.Channel))
            failures.Add($"{SlackOptions.Section}:Channel is missing: set the channel's id, such as C0123456789, or remove the section.");
        else if (!IsChannel(options.Channel))
            failures.Add($"{SlackOptions.Section}:Channel must be a channel's id, such as C0123456789 (in Slack: View channel details), not its name.");

        failures.AddRange(options.Channels.Where(static channel => !IsChannel(channel.Value ?? ""))
            .Select(static channel => $"{SlackOptions.Section}:Channels:{channel.Key} must be a channel's id, such as C0123456789 (in Slack: View channel details), not its name."));

        var severity = NotifierSeverity.Parse(options.MinimumSeverity, DefaultSeverity);
        if (severity is null)
            failures.Add($"{SlackOptions.Section}:MinimumSeverity must be one of {NotifierSeverity.LegalValues}.");

        var address = string.IsNullOrEmpty(options.BaseAddress) ? SlackOptions.DefaultBaseAddress : options.BaseAddress;
        if (OutboundAddress.Check(address, out var uri) is { } wrong)
            failures.Add($"{SlackOptions.Section}:BaseAddress {wrong}.");

        return failures.Count == 0
            ? new SlackSettings(options.BotToken!, options.Channel!, severity!.Value, uri!) { Channels = TargetNames.Of(options.Channels) }
            : throw new OptionsValidationException(SlackOptions.Section, typeof(SlackOptions), failures);
    }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"Slack channel {Channel} at {BaseAddress}";

    // Rotated tokens begin with xoxe.
    private static bool IsBotToken(string token) =>
        (token.StartsWith("xoxb-", StringComparison.Ordinal) || token.StartsWith("xoxe.xoxb-", StringComparison.Ordinal))
        && token.Length <= 512 && token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private static bool IsChannel(string channel) =>
        channel.Length is >= 9 and <= 64 && channel[0] is 'C' or 'G' or 'D' && channel.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
}
