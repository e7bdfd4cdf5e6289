using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Testing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>The grains on an in-memory store that fails when it is told to, with effects that tests answer.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private InProcessTestCluster _cluster = null!;

    private TestSilo()
    {
    }

    public InMemoryLedger Ledger { get; } = new();

    public InMemorySignalLog Log { get; } = new();

    public StoreFaults Faults { get; } = new();

    public ScriptedEffects Effects { get; } = new();

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<TestSilo> StartAsync(short silos = 1, params NotifierTarget[] notifiers)
    {
        var silo = new TestSilo();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, siloBuilder) =>
        {
            var services = siloBuilder.Services;
            services.AddSingleton<ISignalLog>(new FaultySignalLog(silo.Log, silo.Faults));
            services.AddSingleton<ISignalLogAppends>(silo.Log);
            services.AddSingleton<ILedger>(new FaultyLedger(silo.Ledger, silo.Faults));
            services.AddSingleton<IOutbox>(silo.Ledger);
            services.AddSingleton<IAuditTrail>(silo.Ledger);
            services.AddIncidentMeshGrains();
            foreach (var handler in silo.Effects.Handlers)
            {
                services.AddSingleton(handler);
            }

            foreach (var notifier in notifiers)
            {
                services.AddSingleton(notifier);
            }
        });
        silo._cluster = builder.Build();
        await silo._cluster.DeployAsync();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Down(false);
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
