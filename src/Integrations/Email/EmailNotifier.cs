using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Integrations.Notices;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Integrations.Email;

/// <summary>
/// Tells an incident by mail, each picture a message of the incident's thread. SMTP cannot be asked what it has taken, so what
/// is unclear is sent again under the same message id: rather twice than never.
/// </summary>
internal sealed partial class EmailNotifier(
    SmtpTransport transport, EmailSettings settings, TimeProvider time, IntegrationInstruments instruments, ILogger<EmailNotifier> logger)
    : IncidentNotifier("email", instruments)
{
    private readonly LatestRevisions _latest = new();

    public override string Kind => EffectKinds.EmailIncident;

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
        if (settings.AddressOf(notice.Target) is not { } address)
            return new EffectOutcome.Refused($"There is no {EmailOptions.Section}:Addresses:{NoticeText.OneLine(notice.Target, 60)} any more, and no domain that it is of.");
        // What comes late would take people back.
        if (_latest.IsOvertaken($"{notice.Incident}/{notice.Target}", notice.Revision))
            return new EffectOutcome.Done(ReadOnlyMemory<byte>.Empty);

        using var message = EmailMessages.Message(notice, settings.From, address, time.GetUtcNow());
        var outcome = await transport.SendAsync(message, cancellationToken);
        if (outcome is EffectOutcome.Done)
            _latest.Told($"{notice.Incident}/{notice.Target}", notice.Revision);
        return outcome;
    }
}
