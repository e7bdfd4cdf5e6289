using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Integrations.Notices;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// Tells an incident in Slack: one message, kept up to date, with the news in its thread. See <see cref="SlackDelivery"/>
/// for the order of calls.
/// </summary>
internal sealed partial class SlackNotifier(
    SlackApi api, SlackSettings settings, TimeProvider time, IntegrationInstruments instruments, ILogger<SlackNotifier> logger) : IEffectHandler
{
    private readonly SlackHistory _history = new(api, settings, time);
    private readonly SlackPace _pace = new(time);
    private readonly SlackMemory _memory = new();
    private readonly LatestRevisions _latest = new();

    public string Kind => EffectKinds.SlackIncident;

    public TimeSpan Timeout => TimeSpan.FromSeconds(60);

    public async ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        var outcome = await TellAsync(effect, cancellationToken);
        instruments.Told("slack", outcome);
        switch (outcome)
        {
            case EffectOutcome.Refused refused:
                Log.Refused(logger, effect.Owner, effect.Id, refused.Reason);
                break;
            case EffectOutcome.Undecidable undecidable:
                Log.Undecidable(logger, effect.Owner, effect.Id, undecidable.Reason);
                break;
            case EffectOutcome.Again again:
                Log.Again(logger, effect.Owner, effect.Id, effect.Attempt, again.Reason);
                break;
        }

        return outcome;
    }

    private async Task<EffectOutcome> TellAsync(ClaimedEffect effect, CancellationToken cancellationToken)
    {
        if (ReadNotice(effect) is not { } notice)
            return new EffectOutcome.Refused("The payload is not an incident notice.");

        var receipt = _memory.Receipt(notice.Incident) ?? notice.Slack;
        if (receipt is not null && _latest.IsOvertaken(notice.Incident, notice.Revision))
            return SlackDelivery.Done(receipt);

        var open = _memory.MayHaveWritten(effect, notice.Incident);
        var writes = notice.News.Count > 0 ? 2 : 1;
        if (_pace.Reserve(receipt?.Channel ?? settings.Channel, $"{effect.Owner}/{effect.Id}", writes) is { } wait)
        {
            _memory.Left(effect, notice.Incident, open, receipt);
            return new EffectOutcome.Again(wait, "Slack takes about one message a second and channel: waiting for our turn.");
        }

        var delivery = new SlackDelivery(api, _history, _pace, settings, effect, notice, open);
        try
        {
            var outcome = await delivery.RunAsync(receipt, cancellationToken);
            if (outcome is EffectOutcome.Done)
                _latest.Told(notice.Incident, notice.Revision);
            if (delivery.Adopted)
                instruments.Adopted();
            return outcome;
        }
        finally
        {
            // Also where the dispatcher cancelled it in the middle of a write.
            _memory.Left(effect, notice.Incident, delivery.Open, delivery.Receipt);
        }
    }

    private static IncidentNotice? ReadNotice(ClaimedEffect effect)
    {
        try
        {
            return JsonSerializer.Deserialize(effect.Payload.Span, EffectJson.Default.IncidentNotice);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
