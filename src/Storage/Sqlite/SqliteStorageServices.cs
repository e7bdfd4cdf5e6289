using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>Registers the embedded store.</summary>
public static class SqliteStorageServices
{
    /// <summary>
    /// Adds the signal log, the ledger, the outbox and the audit trail on SQLite, opened before any hosted service
    /// starts and closed after the last has stopped. Options come from the section <c>Storage</c>, then from
    /// <paramref name="configure"/>.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(
        this IServiceCollection services, Action<SqliteStorageOptions>? configure = null)
    {
        services.AddOptions<SqliteStorageOptions>()
            .Configure<IServiceProvider>(static (options, provider) =>
                provider.GetService<IConfiguration>()?.GetSection(SqliteStorageOptions.Section).Bind(options))
            .Configure(options => configure?.Invoke(options))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageInstruments>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteStore>(
            provider, provider.GetRequiredService<IOptions<SqliteStorageOptions>>().Value));
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().SignalLog);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Appends);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Ledger);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Outbox);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().AuditTrail);
        services.AddHostedService<SqliteStoreLifetime>();
        return services;
    }
}
