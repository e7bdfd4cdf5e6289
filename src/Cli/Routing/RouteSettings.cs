using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Response.Routing;

namespace IncidentMesh.Cli.Routing;

/// <summary>Reads from a silo's settings what routes depend on: the section Routing, and the names of targets. Keys are not looked at.</summary>
internal static class RouteSettings
{
    private static readonly (string Section, string Kind, string Targets, Severity Minimum)[] Notifiers =
    [
        ("Slack", EffectKinds.SlackIncident, "Channels", Severity.Medium), ("PagerDuty", EffectKinds.PagerDutyIncident, "Services", Severity.High),
        ("Email", EffectKinds.EmailIncident, "Addresses", Severity.Medium),
    ];

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <param name="file">The settings; null for none, where each notifier has its own target.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public static async Task<(RoutingOptions? Options, IReadOnlyList<NotifierTarget> Targets, string? Error)> ReadAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
            return (RoutingOptions.None, [.. Notifiers.Select(static one => new NotifierTarget(one.Kind, one.Minimum))], null);
        if (!File.Exists(file))
            return (null, [], $"{file}: there is no such file.");
        try
        {
            using var json = JsonDocument.Parse(
                await File.ReadAllBytesAsync(file, cancellationToken), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var options = json.RootElement.Member("Routing") is { ValueKind: JsonValueKind.Object } routing ? routing.Deserialize<RoutingOptions>(Web)! : RoutingOptions.None;
            return (options, [.. Notifiers.SelectMany(one => Targets(json.RootElement.Member("Integrations").Member(one.Section), one))], null);
        }
        catch (JsonException wrong)
        {
            return (null, [], $"{file}: {JsonFault.Of(wrong)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, [], $"{file}: it cannot be read: {failure.Message}");
        }
    }

    private static IEnumerable<NotifierTarget> Targets(JsonElement section, (string Section, string Kind, string Targets, Severity Minimum) notifier)
    {
        if (section.ValueKind != JsonValueKind.Object)
            yield break;
        var minimum = Enum.TryParse<Severity>(section.Text("MinimumSeverity"), ignoreCase: true, out var configured) ? configured : notifier.Minimum;
        yield return new NotifierTarget(notifier.Kind, minimum);
        foreach (var name in Names(section, notifier.Targets).Distinct(StringComparer.OrdinalIgnoreCase))
            yield return new NotifierTarget(notifier.Kind, minimum, name);
    }

    /// <summary>Names of targets; of mail also the addresses behind them, and the domains whose addresses are targets.</summary>
    private static IEnumerable<string> Names(JsonElement section, string targets)
    {
        var named = section.Member(targets) is { ValueKind: JsonValueKind.Object } some ? some.EnumerateObject().ToList() : [];
        var names = named.Select(static target => target.Name.TrimStart('#'));
        if (targets != "Addresses")
            return names;
        var domains = section.Items("Domains").Where(static domain => domain.ValueKind == JsonValueKind.String).Select(static domain => NotifierTarget.AnyAddress + domain.GetString());
        return names.Concat(named.Where(static target => target.Value.ValueKind == JsonValueKind.String).Select(static target => target.Value.GetString()!))
            .Append(section.Text("To")).Where(static name => name.Length > 0).Concat(domains);
    }
}
