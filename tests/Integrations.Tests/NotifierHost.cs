using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests;

/// <summary>One notifier as the product wires it, and an outbox of one effect that tries until an outcome settles it.</summary>
internal sealed class NotifierHost : IDisposable
{
    private readonly Dictionary<string, string?> _configuration;
    private ServiceProvider _services;

    public NotifierHost(FakeTimeProvider time, params (string Key, string? Value)[] configuration)
    {
        Time = time;
        _configuration = configuration.ToDictionary(pair => "Integrations:" + pair.Key, pair => pair.Value);
        _services = Build();
    }

    public FakeTimeProvider Time { get; }

    public RecordingLogger Logger { get; } = new();

    /// <summary>Outcomes of every try, oldest first.</summary>
    public List<EffectOutcome> Outcomes { get; } = [];

    public IEffectHandler Handler => _services.GetServices<IEffectHandler>().Single();

    /// <summary>What a crash does: whatever was only in memory is gone.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Build();
    }

    public async Task<EffectOutcome> TryAsync(IncidentNotice notice, int attempt = 1, string? effect = null, CancellationToken cancellationToken = default)
    {
        var outcome = await Handler.ExecuteAsync(Effect(notice, attempt, effect), cancellationToken);
        Outcomes.Add(outcome);
        return outcome;
    }

    /// <summary>Tries as the dispatcher does: after each wait, until it is done, refused or set aside.</summary>
    public async Task<EffectOutcome> SettleAsync(IncidentNotice notice, int firstAttempt = 1, Func<int, bool>? crashAfter = null)
    {
        for (var attempt = firstAttempt; attempt < firstAttempt + 40; attempt++)
        {
            if (await TryAsync(notice, attempt) is not EffectOutcome.Again again)
                return Outcomes[^1];
            if (crashAfter?.Invoke(attempt) == true)
                Restart();
            Time.Advance(again.After ?? TimeSpan.FromSeconds(5));
        }

        throw new InvalidOperationException("It never settles: " + string.Join("; ", Outcomes));
    }

    public ClaimedEffect Effect(IncidentNotice notice, int attempt = 1, string? effect = null) => new(
        new LedgerKey("incident", notice.Incident), effect ?? "notice", Handler.Kind,
        JsonSerializer.SerializeToUtf8Bytes(notice, EffectJson.Default.IncidentNotice), Fence: 1, attempt, $"claim-{attempt}", Time.GetUtcNow().AddMinutes(2));

    /// <summary>A picture with something in every field.</summary>
    public IncidentNotice Notice(string incident = "inc-1", long revision = 1) => new()
    {
        Incident = incident,
        Revision = revision,
        State = "open",
        Title = "Shell in a container",
        Severity = Severity.Critical,
        Score = 87,
        Cluster = "prod-eu",
        Subject = "shop/Deployment/web",
        Signals = 12_345,
        FirstSeen = Time.GetUtcNow().AddMinutes(-3),
        LastSeen = Time.GetUtcNow(),
        OpenedAt = Time.GetUtcNow().AddMinutes(-2),
        Reasons = ["Severity Critical: 60", "One of 12 replicas differs: 27"],
        Plan = "Scale web to zero: waits for approval",
        Link = "https://mesh.example/incidents/inc-1",
    };

    public void Dispose() => _services.Dispose();

    private ServiceProvider Build() => new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logger))
        .AddSingleton<TimeProvider>(Time)
        .AddIntegrations(new ConfigurationBuilder().AddInMemoryCollection(_configuration).Build())
        .BuildServiceProvider();
}
