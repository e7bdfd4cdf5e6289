using IncidentMesh.Detection;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Gateway.Settings;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Integrations.KubernetesFeed;
using IncidentMesh.Kubernetes;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Routing;
using IncidentMesh.Silo.Rules;
using IncidentMesh.Storage.Sqlite;

namespace IncidentMesh.Silo.Hosting;

/// <summary>The settings that a silo reads.</summary>
internal static class SiloSettings
{
    private static readonly (string Section, Type[] Options)[] Known =
    [
        (SqliteStorageOptions.Section, [typeof(SqliteStorageOptions)]),
        (IngestOptions.Section, [typeof(IngestOptions)]),
        (RuleFileOptions.Section, [typeof(RuleFileOptions), typeof(DetectionOptions)]),
        (ScoreWeights.Section, [typeof(ScoreWeights)]),
        (ContextOptions.Section, [typeof(ContextOptions)]),
        (RoutingOptions.Section, [typeof(RoutingOptions)]),
        ("Guardrails", [typeof(GuardrailOptions)]),
        (OutboxOptions.Section, [typeof(OutboxOptions)]),
        (KubernetesOptions.Section, [typeof(KubernetesOptions)]),
        (VulnerabilityOptions.Section, [typeof(VulnerabilityOptions)]),
        .. UnknownSettings.OfGateway,
    ];

    /// <returns>A sentence for each setting that nobody reads, with the nearest one that is.</returns>
    public static IReadOnlyList<string> FindUnknown(IConfiguration configuration) => UnknownSettings.Find(configuration, Known);
}
