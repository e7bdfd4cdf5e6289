using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Grains.Clusters;
using IncidentMesh.Grains.Comparison;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Incidents.Effects;
using IncidentMesh.Grains.Incidents.Plans;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Grains.Posture;
using IncidentMesh.Grains.Routing;
using IncidentMesh.Grains.Scoring;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Late;
using IncidentMesh.Grains.Signals.Logs;
using IncidentMesh.Grains.Storage;
using IncidentMesh.Grains.Vulnerabilities;
using IncidentMesh.Response.Guardrails;
using IncidentMesh.Response.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains;

/// <summary>Registers what the grains need beside the store, the handlers and the notifiers.</summary>
public static class GrainsServiceCollectionExtensions
{
    public static IServiceCollection AddIncidentMeshGrains(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<GrainInstruments>();
        services.AddOptions<DetectionOptions>().BindConfiguration("Detection")
            .Validate(options => options.BurstGap > TimeSpan.Zero, "Detection:BurstGap must be above zero.")
            .Validate(options => options.RoutineGap >= options.BurstGap, "Detection:RoutineGap must not be less than Detection:BurstGap.")
            .Validate(options => options.StormSubjects is >= 3 and <= 32, "Detection:StormSubjects must be 3 to 32.")
            .Validate(options => options.StormGap > TimeSpan.Zero, "Detection:StormGap must be above zero.")
            .Validate(options => options.DigestGap >= options.StormGap, "Detection:DigestGap must not be less than Detection:StormGap.")
            .Validate(options => options.FalseAlarmsPerQuarter is >= 0.0001 and <= 10_000, "Detection:FalseAlarmsPerQuarter must be from 0.0001 to 10000.")
            .Validate(options => options.ComparisonLateness >= TimeSpan.Zero && options.ComparisonLateness <= TimeSpan.FromMinutes(10), "Detection:ComparisonLateness must be from 0 s to 10 min.")
            .ValidateOnStart();
        services.AddOptions<GuardrailOptions>().BindConfiguration("Guardrails")
            .Validate(options => options.MinimumSensors >= 2, "Guardrails:MinimumSensors must be at least 2: one sensor's alerts can be forged or provoked.")
            .Validate(options => options.AutomaticActionsPerHour >= 0, "Guardrails:AutomaticActionsPerHour must not be negative.")
            .Validate(options => ActionNames.All.Contains(options.Action), $"Guardrails:Action must be one of {string.Join(", ", ActionNames.All)}.")
            .Validate(options => options.PlanValidity > TimeSpan.Zero, "Guardrails:PlanValidity must be above zero.")
            .ValidateOnStart();
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutboxOptions>().BindConfiguration(OutboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ScoreWeights>().BindConfiguration(ScoreWeights.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ScoreWeights>, ScoreWeightsValidator>();
        services.AddOptions<ContextOptions>().BindConfiguration(ContextOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ContextOptions>, ContextOptionsValidator>();
        services.TryAddSingleton(provider => new ContextReading(provider.GetRequiredService<IOptions<ContextOptions>>().Value));
        services.TryAddSingleton(provider => new ContextKeys([.. RouteBook.Keys, .. provider.GetRequiredService<ContextReading>().Keys]));
        services.TryAddSingleton(provider => new IncidentScoring(
            provider.GetRequiredService<IOptions<ScoreWeights>>().Value, provider.GetRequiredService<ContextReading>()));
        services.AddOptions<RoutingOptions>().BindConfiguration(RoutingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.TryAddSingleton(provider => new RouteBook(provider.GetRequiredService<IOptions<RoutingOptions>>().Value, [.. provider.GetServices<NotifierTarget>()]));
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<GuardrailOptions>>().Value);
        services.TryAddSingleton(provider => new ProtectedNamespaces(
            [.. provider.GetRequiredService<GuardrailOptions>().ProtectedNamespaces, provider.GetService<OwnNamespace>()?.Name]));
        services.AddTransient(typeof(Stored<>));
        services.AddTransient<LateSignals>();
        services.AddSingleton<ActiveRules>();
        services.AddSingleton<ComparisonRows>();
        services.AddSingleton<IncidentReader>();
        services.AddSingleton<PlanTries>();
        services.TryAddSingleton(new PosturePace());
        services.AddSingleton<LivePosture>();
        services.AddSingleton<KnownRisks>();
        services.AddSingleton<ClusterDirectory>();
        services.AddSingleton<ResponseHalts>();
        services.TryAddSingleton(new ClusterLimits());
        services.AddSingleton<IClusterDirectory>(provider => provider.GetRequiredService<ClusterDirectory>());
        services.AddSingleton<IInventorySink, InventorySink>();
        services.AddSingleton<IEffectFence, EffectFence>();
        services.AddSingleton<IEffectHandler, AbsorbEffect>();
        services.AddSingleton<IEffectHandler, GatherEffect>();
        services.AddSingleton<IEffectHandler, VerdictEffect>();
        services.AddHostedService<IngestPump>();
        services.AddHostedService<ContextSweep>();
        services.AddHostedService<LogRetention>();
        services.AddHostedService<PartitionRetention>();
        services.AddHostedService<EffectDispatcher>();
        services.AddHostedService<ComponentPump>();
        return services;
    }
}
