using System.Collections;
using System.Reflection;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Gateway;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Integrations.PagerDuty;
using IncidentMesh.Integrations.Slack;
using IncidentMesh.Kubernetes;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Routing;
using IncidentMesh.Silo.Rules;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Silo.Hosting;

/// <summary>
/// Finds settings in our sections that nobody reads: a misspelt guardrail would be one that is silently off. Sections of
/// others, Orleans' and ASP.NET Core's, are theirs.
/// </summary>
internal static class UnknownSettings
{
    private static readonly (string Section, Type[] Options)[] Known =
    [
        (SqliteStorageOptions.Section, [typeof(SqliteStorageOptions)]),
        (IngestOptions.Section, [typeof(IngestOptions)]),
        (RuleFileOptions.Section, [typeof(RuleFileOptions), typeof(DetectionOptions)]),
        (ScoreWeights.Section, [typeof(ScoreWeights)]),
        (ContextOptions.Section, [typeof(ContextOptions)]),
        ("Guardrails", [typeof(GuardrailOptions)]),
        (RoutingOptions.Section, [typeof(RoutingOptions)]),
        (OutboxOptions.Section, [typeof(OutboxOptions)]),
        (KubernetesOptions.Section, [typeof(KubernetesOptions)]),
        (GatewayOptions.Section, [typeof(GatewayOptions)]),
        (SlackOptions.Section, [typeof(SlackOptions)]),
        (PagerDutyOptions.Section, [typeof(PagerDutyOptions)]),
    ];

    /// <summary>Read by a gateway alone; a configuration that both share may hold it.</summary>
    private const string GatewaySilos = "Gateway:Silos";

    /// <summary>What has another name now.</summary>
    private static readonly Dictionary<string, string> Moved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Kubernetes:ProtectedNamespaces"] = "Guardrails:ProtectedNamespaces",
    };

    /// <returns>A sentence for each setting that is not known, with the nearest one that is.</returns>
    public static IReadOnlyList<string> Find(IConfiguration configuration) =>
        [.. Known.SelectMany(known => Find(configuration.GetSection(known.Section), known.Options)), .. Notifiers(configuration)];

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
                yield return Sentence(child, Moved.GetValueOrDefault(child.Path) ?? Nearest($"{section.Path}:", child.Key, properties.Select(known => known.Name)));
            }
        }
    }

    /// <summary>A notifier that there is none of.</summary>
    private static IEnumerable<string> Notifiers(IConfiguration configuration) =>
        from child in configuration.GetSection("Integrations").GetChildren()
        where !Known.Any(known => known.Section.Equals(child.Path, StringComparison.OrdinalIgnoreCase))
        select Sentence(child, Nearest("Integrations:", child.Key, ["Slack", "PagerDuty"]));

    private static string Sentence(IConfigurationSection unknown, string nearest) => $"{unknown.Path} is no setting; did you mean {nearest}?";

    private static string Nearest(string prefix, string name, IEnumerable<string> known) =>
        prefix + known.MinBy(candidate => Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant()));

    /// <summary>A class of ours with settings of its own; not a value, and not a list of them.</summary>
    private static bool IsGroup(Type type) =>
        type.Namespace?.StartsWith("IncidentMesh.", StringComparison.Ordinal) == true && type.IsClass && !type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>Insertions, deletions and replacements that lead from one text to the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
