using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Notices;

/// <summary>Tells incidents somewhere: what all who do so have in common, beside how.</summary>
/// <param name="name">By which it is measured.</param>
/// <param name="instruments">Where.</param>
internal abstract class IncidentNotifier(string name, IntegrationInstruments instruments) : IEffectHandler
{
    protected IntegrationInstruments Instruments => instruments;

    public abstract string Kind { get; }

    public TimeSpan Timeout => TimeSpan.FromSeconds(60);

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var outcome = NoticePayload.Read(effect) is { } notice
            ? await TellAsync(effect, notice, cancellationToken)
            : new EffectOutcome.Refused("The payload is not an incident notice.");
        instruments.Told(name, outcome);
        Note(effect, outcome);
        return outcome;
    }

    protected abstract Task<EffectOutcome> TellAsync(ClaimedEffect effect, IncidentNotice notice, CancellationToken cancellationToken);

    /// <summary>Logs what did not go well, under events of its own.</summary>
    protected abstract void Note(ClaimedEffect effect, EffectOutcome outcome);
}
