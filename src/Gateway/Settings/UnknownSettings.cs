using System.Collections;
using System.Reflection;
using IncidentMesh.Contracts.Naming;
using IncidentMesh.Integrations.Email;
using IncidentMesh.Integrations.PagerDuty;
using IncidentMesh.Integrations.Slack;

namespace IncidentMesh.Gateway.Settings;

/// <summary>
/// Finds settings in our sections that nobody reads, and sections that are almost ours: a misspelt guardrail would be one that
/// is silently off. Sections of others, Orleans' and ASP.NET Core's, are theirs.
/// </summary>
public static class UnknownSettings
{
    /// <summary>The sections that a gateway reads, with the options that they are bound to.</summary>
    public static readonly IReadOnlyList<(string Section, Type[] Options)> OfGateway =
    [
        (GatewayOptions.Section, [typeof(GatewayOptions)]),
        (SlackOptions.Section, [typeof(SlackOptions)]),
        (PagerDutyOptions.Section, [typeof(PagerDutyOptions)]),
        (EmailOptions.Section, [typeof(EmailOptions)]),
    ];

    /// <summary>All top-level sections of ours: a configuration may be shared by silo and gateway.</summary>
    private static readonly string[] Sections = ["Storage", "Ingest", "Detection", "Scoring", "Context", "Routing", "Guardrails", "Outbox", "Kubernetes", "Gateway", "Integrations", "Vulnerabilities"];

    /// <summary>Changes of a name up to which it is held for a misspelt one; a section that is further off is somebody else's.</summary>
    private const int MostMisspelt = 2;

    /// <summary>Read by a gateway alone; a configuration that both share may hold it.</summary>
    private const string GatewaySilos = "Gateway:Silos";

    /// <summary>What has another name now.</summary>
    private static readonly Dictionary<string, string> Moved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Kubernetes:ProtectedNamespaces"] = "Guardrails:ProtectedNamespaces",
    };

    /// <param name="configuration">All settings.</param>
    /// <param name="known">The sections that are read, with the options that they are bound to.</param>
    /// <returns>A sentence for each setting that is not known, with the nearest one that is.</returns>
    public static IReadOnlyList<string> Find(IConfiguration configuration, IReadOnlyList<(string Section, Type[] Options)> known)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(known);
        return
        [
            .. known.SelectMany(one => Find(configuration.GetSection(one.Section), one.Options)),
            .. Notifiers(configuration, known),
            .. MisspeltSections(configuration),
        ];
    }

    private static IEnumerable<string> Find(IConfigurationSection section, IReadOnlyList<Type> options)
    {
        var properties = options.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)).ToList();
        foreach (var child in section.GetChildren())
        {
            if (properties.Find(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                foreach (var below in IsGroup(property.PropertyType) ? Find(child, [property.PropertyType]) : [])
                {
                    yield return below;
                }
            }
            else if (!child.Path.Equals(GatewaySilos, StringComparison.OrdinalIgnoreCase))
            {
                yield return Sentence(child, Moved.GetValueOrDefault(child.Path) ?? $"{section.Path}:{EditDistance.Closest(child.Key, properties.Select(known => known.Name))}");
            }
        }
    }

    /// <summary>A notifier that there is none of.</summary>
    private static IEnumerable<string> Notifiers(IConfiguration configuration, IReadOnlyList<(string Section, Type[] Options)> known) =>
        from child in configuration.GetSection("Integrations").GetChildren()
        where !known.Any(one => one.Section.Equals(child.Path, StringComparison.OrdinalIgnoreCase))
        select Sentence(child, $"Integrations:{EditDistance.Closest(child.Key, ["Slack", "PagerDuty", "Email"])}");

    /// <summary>A section with settings in it; what has none may be anybody's variable of the environment.</summary>
    private static IEnumerable<string> MisspeltSections(IConfiguration configuration) =>
        from child in configuration.GetChildren()
        where child.GetChildren().Any() && !Sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        let nearest = EditDistance.Closest(child.Key, Sections)
        where EditDistance.BetweenAnyCase(child.Key, nearest) <= MostMisspelt
        select Sentence(child, nearest);

    private static string Sentence(IConfigurationSection unknown, string nearest) => $"{unknown.Path} is no setting; did you mean {nearest}?";

    /// <summary>A class of ours with settings of its own; not a value, and not a list of them.</summary>
    private static bool IsGroup(Type type) =>
        type.Namespace?.StartsWith("IncidentMesh.", StringComparison.Ordinal) == true && type.IsClass && !type.IsAssignableTo(typeof(IEnumerable));
}
