using System.Collections.Concurrent;
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
    SlackApi api, SlackSettings settings, TimeProvider time, IntegrationInstruments instruments, ILogger<SlackNotifier> logger)
    : IncidentNotifier("slack", instruments)
{
    private readonly SlackPace _pace = new(time);
    private readonly ConcurrentDictionary<string, ChannelDesk> _desks = new(StringComparer.OrdinalIgnoreCase);

    public override string Kind => EffectKinds.SlackIncident;

    protected override void Note(ClaimedEffect effect, EffectOutcome outcome)
    {
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
    }

    protected override async Task<EffectOutcome> TellAsync(ClaimedEffect effect, IncidentNotice notice, CancellationToken cancellationToken)
    {
        if (DeskOf(notice.Target) is not { } desk)
            return new EffectOutcome.Refused($"There is no {SlackOptions.Section}:Channels:{NoticeText.OneLine(notice.Target, 60)} any more.");

        var receipt = desk.Memory.Receipt(notice.Incident) ?? notice.Slack;
        if (receipt is not null && desk.Latest.IsOvertaken(notice.Incident, notice.Revision))
            return SlackDelivery.Done(receipt);

        var open = desk.Memory.MayHaveWritten(effect, notice.Incident);
        var writes = notice.News.Count > 0 ? 2 : 1;
        if (_pace.Reserve(receipt?.Channel ?? desk.Settings.Channel, $"{effect.Owner}/{effect.Id}", writes) is { } wait)
        {
            desk.Memory.Left(effect, notice.Incident, open, receipt);
            return new EffectOutcome.Again(wait, "Slack takes about one message a second and channel: waiting for our turn.");
        }

        var delivery = new SlackDelivery(api, desk.History, _pace, desk.Settings, effect, notice, open);
        try
        {
            var outcome = await delivery.RunAsync(receipt, cancellationToken);
            if (outcome is EffectOutcome.Done)
                desk.Latest.Told(notice.Incident, notice.Revision);
            if (delivery.Adopted)
                Instruments.Adopted();
            return outcome;
        }
        finally
        {
            // Also where the dispatcher cancelled it in the middle of a write.
            desk.Memory.Left(effect, notice.Incident, delivery.Open, delivery.Receipt);
        }
    }

    private ChannelDesk? DeskOf(string? target) =>
        settings.ChannelOf(target) is { } channel
            ? _desks.GetOrAdd(target ?? "", _ => new ChannelDesk(api, settings with { Channel = channel }, time))
            : null;

    /// <summary>What this process knows of its messages in one channel.</summary>
    private sealed class ChannelDesk(SlackApi api, SlackSettings settings, TimeProvider time)
    {
        public SlackSettings Settings => settings;

        public SlackHistory History { get; } = new(api, settings, time);

        public SlackMemory Memory { get; } = new();

        public LatestRevisions Latest { get; } = new();
    }
}
