using IncidentMesh.Integrations.Outbound;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations.KubernetesFeed;

/// <summary>The validated form of <see cref="VulnerabilityOptions"/>.</summary>
/// <param name="Address">Where it is asked for; null for a file.</param>
/// <param name="File">Where it is read; null for an address.</param>
/// <param name="Period">How often.</param>
internal sealed record FeedSettings(Uri? Address, string? File, TimeSpan Period)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <returns>Null where no feed is configured.</returns>
    /// <exception cref="OptionsValidationException">It is configured wrongly; the message names each key.</exception>
    public static FeedSettings? Read(VulnerabilityOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.KubernetesFeed))
            return null;
        List<string> failures = [];
        if (options.FeedPeriod < Shortest || options.FeedPeriod > Longest)
            failures.Add($"{VulnerabilityOptions.Section}:FeedPeriod must be from 5 minutes to 7 days.");
        var text = options.KubernetesFeed.Trim();
        var isAddress = text.Contains("://", StringComparison.Ordinal);
        Uri? address = null;
        if (isAddress && (!Uri.TryCreate(text, UriKind.Absolute, out address) || !IsAllowed(address)))
            failures.Add($"{VulnerabilityOptions.Section}:KubernetesFeed must be an https address without a user in it, an http address of this machine, or a file.");
        return failures.Count > 0
            ? throw new OptionsValidationException(VulnerabilityOptions.Section, typeof(VulnerabilityOptions), failures)
            : new FeedSettings(address, isAddress ? null : text, options.FeedPeriod);
    }

    private static bool IsAllowed(Uri address) =>
        address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && OutboundAddress.IsThisMachine(address)));
}
