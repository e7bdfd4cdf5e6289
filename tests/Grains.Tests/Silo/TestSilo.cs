using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>The grains on an in-memory store that fails when it is told to, with effects that tests answer.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    /// <summary>What every cluster should hear of its audit log, as it is shipped.</summary>
    private static readonly string CoreRules = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "rules", "k8s_audit_core.yaml"));

    private InProcessTestCluster _cluster = null!;

    private TestSilo(TestSilo? over)
    {
        Ledger = over?.Ledger ?? new InMemoryLedger();
        Log = over?.Log ?? new InMemorySignalLog(Clock);
        Effects = over?.Effects ?? new ScriptedEffects();
    }

    public InMemoryLedger Ledger { get; }

    public InMemorySignalLog Log { get; }

    public ScriptedEffects Effects { get; }

    public StoreFaults Faults { get; } = new();

    public TestClock Clock { get; } = new();

    public IGrainFactory Grains => _cluster.Client;

    public static Task<TestSilo> StartAsync(short silos = 1, params NotifierTarget[] notifiers) =>
        StartAsync(
            (_, services) =>
            {
                foreach (var notifier in notifiers)
                {
                    services.AddSingleton(notifier);
                }
            },
            silos: silos);

    /// <param name="configure">Registers what is to be used instead of the defaults.</param>
    /// <param name="over">Another cluster whose store this one shares: neither knows of the other's grains.</param>
    /// <param name="silos">How many silos.</param>
    public static async Task<TestSilo> StartAsync(Action<TestSilo, IServiceCollection> configure, TestSilo? over = null, short silos = 1)
    {
        var silo = new TestSilo(over);
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, siloBuilder) =>
        {
            var services = siloBuilder.Services;
            services.AddSingleton<TimeProvider>(silo.Clock);
            services.AddSingleton<ISignalLog>(new FaultySignalLog(silo.Log, silo.Faults));
            services.AddSingleton<ISignalLogAppends>(silo.Log);
            services.AddSingleton<ILedger>(new FaultyLedger(silo.Ledger, silo.Faults));
            services.AddSingleton<IOutbox>(silo.Ledger);
            services.AddSingleton<IAuditTrail>(silo.Ledger);
            configure(silo, services);
            services.AddIncidentMeshGrains();
            foreach (var handler in silo.Effects.Handlers)
            {
                services.AddSingleton(handler);
            }
        });
        silo._cluster = builder.Build();
        await silo._cluster.DeployAsync();
        silo.Offer(CoreRules);
        return silo;
    }

    /// <summary>What one of the silos has registered.</summary>
    public T Service<T>(int silo)
        where T : notnull => _cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    /// <summary>Puts rules in force in every silo, or raises their alarm there.</summary>
    public void Offer(string rules)
    {
        var load = RuleLoader.Load([new RuleFile("rules.yaml", rules)]);
        foreach (var silo in _cluster.Silos)
        {
            silo.ServiceProvider.GetRequiredService<ActiveRules>().Offer(load);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Down(false);
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
