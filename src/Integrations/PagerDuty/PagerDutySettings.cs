using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>The validated form of <see cref="PagerDutyOptions"/>.</summary>
/// <param name="RoutingKey">Secret; this type has no text form that shows it.</param>
/// <param name="MinimumSeverity">Least severity told.</param>
/// <param name="BaseAddress">Ends in a slash.</param>
internal sealed record PagerDutySettings(string RoutingKey, Severity MinimumSeverity, Uri BaseAddress)
{
    public const Severity DefaultSeverity = Severity.High;
    public const int RoutingKeyLength = 32;

    /// <summary>Keys of further services by name. Secrets.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>();

    /// <returns>The key of a target; null where there is none of that name.</returns>
    public string? KeyOf(string? target) => target is null ? RoutingKey : Services.GetValueOrDefault(target);

    /// <returns>Null where PagerDuty is not configured at all.</returns>
    /// <exception cref="OptionsValidationException">It is configured in half or wrongly; the message names each key.</exception>
    public static PagerDutySettings? Read(PagerDutyOptions options)
    {
        if (string.IsNullOrEmpty(options.RoutingKey) && string.IsNullOrEmpty(options.Region)
            && string.IsNullOrEmpty(options.MinimumSeverity) && string.IsNullOrEmpty(options.BaseAddress) && options.Services.Count == 0)
            return null;

        List<string> failures = [];
        if (string.IsNullOrEmpty(options.RoutingKey))
            failures.Add($"{PagerDutyOptions.Section}:RoutingKey is missing: set the integration key of an Events API v2 integration, or remove the section.");
        else if (!IsKey(options.RoutingKey))
            failures.Add($"{PagerDutyOptions.Section}:RoutingKey must be {RoutingKeyLength} letters and digits: the integration key of an Events API v2 integration.");

        failures.AddRange(options.Services.Where(static service => !IsKey(service.Value ?? ""))
            .Select(static service => $"{PagerDutyOptions.Section}:Services:{service.Key} must be {RoutingKeyLength} letters and digits: the integration key of an Events API v2 integration."));

        var region = string.IsNullOrEmpty(options.Region) ? "us" : options.Region.ToLowerInvariant();
        if (region is not ("us" or "eu"))
            failures.Add($"{PagerDutyOptions.Section}:Region must be us or eu.");

        var severity = NotifierSeverity.Parse(options.MinimumSeverity, DefaultSeverity);
        if (severity is null)
            failures.Add($"{PagerDutyOptions.Section}:MinimumSeverity must be one of {NotifierSeverity.LegalValues}.");

        var address = !string.IsNullOrEmpty(options.BaseAddress) ? options.BaseAddress
            : region == "eu" ? "https://events.eu.pagerduty.com/" : "https://events.pagerduty.com/";
        if (OutboundAddress.Check(address, out var uri) is { } wrong)
            failures.Add($"{PagerDutyOptions.Section}:BaseAddress {wrong}.");

        return failures.Count == 0
            ? new PagerDutySettings(options.RoutingKey!, severity!.Value, uri!) { Services = TargetNames.Of(options.Services) }
            : throw new OptionsValidationException(PagerDutyOptions.Section, typeof(PagerDutyOptions), failures);
    }

    private static bool IsKey(string key) => key.Length == RoutingKeyLength && key.All(char.IsAsciiLetterOrDigit);

    /// <summary>Without the keys.</summary>
    public override string ToString() => $"PagerDuty at {BaseAddress}";
}
