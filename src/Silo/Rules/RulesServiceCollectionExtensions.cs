using IncidentMesh.Gateway.Health;

namespace IncidentMesh.Silo.Rules;

/// <summary>Loads the rules from files. To be registered before what takes signals in.</summary>
internal static class RulesServiceCollectionExtensions
{
    public static IServiceCollection AddRuleFiles(this IServiceCollection services)
    {
        services.AddOptions<RuleFileOptions>().BindConfiguration(RuleFileOptions.Section);
        services.AddSingleton<RuleHistory>();
        services.AddHostedService<RuleFileWatch>();
        services.AddHealthChecks().AddCheck<RulesCheck>("rules", tags: [HealthRoutes.Ready]);
        return services;
    }
}
