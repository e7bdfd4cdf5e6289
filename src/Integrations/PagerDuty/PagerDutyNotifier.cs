using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Integrations.Notices;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.PagerDuty;

/// <summary>
/// Pages people by PagerDuty's Events API v2: triggers, acknowledges and resolves the alert whose <c>dedup_key</c> is the
/// incident's id. Repeats change nothing there, so whatever is unclear is sent again.
/// </summary>
internal sealed partial class PagerDutyNotifier(
    PagerDutyApi api, PagerDutySettings settings, IntegrationInstruments instruments, ILogger<PagerDutyNotifier> logger)
    : IncidentNotifier("pagerduty", instruments)
{
    private readonly LatestRevisions _latest = new();

    public override string Kind => EffectKinds.PagerDutyIncident;

    protected override void Note(ClaimedEffect effect, EffectOutcome outcome)
    {
        switch (outcome)
        {
            case EffectOutcome.Refused refused:
                Log.Refused(logger, effect.Owner, effect.Id, refused.Reason);
                break;
            case EffectOutcome.Again again:
                Log.Again(logger, effect.Owner, effect.Id, effect.Attempt, again.Reason);
                break;
        }
    }

    protected override async Task<EffectOutcome> TellAsync(ClaimedEffect effect, IncidentNotice notice, CancellationToken cancellationToken)
    {
        if (PagerDutyEvents.Action(notice) is not { } action)
            return new EffectOutcome.Refused($"The notice's state '{NoticeText.OneLine(notice.State, 40)}' is none that PagerDuty is told of.");
        if (notice.Incident.Length is 0 or > PagerDutyEvents.DedupKeyLimit)
            return new EffectOutcome.Refused($"The incident's id is not of 1 to {PagerDutyEvents.DedupKeyLimit} characters.");
        if (settings.KeyOf(notice.Target) is not { } key)
            return new EffectOutcome.Refused($"There is no {PagerDutyOptions.Section}:Services:{NoticeText.OneLine(notice.Target, 60)} any more.");
        // A late trigger would page people for what is resolved.
        if (_latest.IsOvertaken($"{notice.Incident}/{notice.Target}", notice.Revision))
            return new EffectOutcome.Done(ReadOnlyMemory<byte>.Empty);

        var outcome = await api.SendAsync(PagerDutyEvents.Event(key, action, notice), key, cancellationToken);
        if (outcome is EffectOutcome.Done)
            _latest.Told($"{notice.Incident}/{notice.Target}", notice.Revision);
        return outcome;
    }
}
