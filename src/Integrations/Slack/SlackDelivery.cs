using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Integrations.Slack;

/// <summary>
/// One try of one notice: update the incident's message where it is known; otherwise look for it where an earlier try may
/// have written it; otherwise post it. Then tell the news in its thread, after the same kind of look.
/// </summary>
internal sealed class SlackDelivery(
    SlackApi api, SlackHistory history, SlackPace pace, SlackSettings settings, ClaimedEffect effect, IncidentNotice notice, bool open)
{
    /// <summary>A post of the message, or of the news, may have happened of which nothing was heard.</summary>
    private bool _messageOpen = open;
    private bool _newsOpen = open;
    private bool _threadIsNew;

    /// <summary>How the try leaves things: whether a post may have happened of which nothing was heard.</summary>
    public bool Open => _messageOpen || _newsOpen;

    /// <summary>Where the message is; null where that is not known.</summary>
    public SlackReceipt? Receipt { get; private set; }

    /// <summary>Whether the message of an earlier try was found.</summary>
    public bool Adopted { get; private set; }

    private bool IsOver => notice.State is "resolved" or "closed";

    public static EffectOutcome.Done Done(SlackReceipt receipt) =>
        new(JsonSerializer.SerializeToUtf8Bytes(receipt, EffectJson.Default.SlackReceipt));

    /// <param name="known">Where the message was put last, as far as this process knows; null where it does not.</param>
    /// <param name="cancellationToken">Stops the try; <see cref="Open"/> tells what that leaves.</param>
    public async Task<EffectOutcome> RunAsync(SlackReceipt? known, CancellationToken cancellationToken) =>
        await UpdateKnownAsync(known, cancellationToken)
        ?? await FindAsync(cancellationToken)
        ?? await PostAsync(cancellationToken)
        ?? await TellNewsAsync(cancellationToken)
        ?? Done(Receipt!);

    /// <summary>Updates the message; leaves <see cref="Receipt"/> null where it is not there any more.</summary>
    private async Task<EffectOutcome?> UpdateKnownAsync(SlackReceipt? known, CancellationToken cancellationToken)
    {
        foreach (var receipt in new[] { known, notice.Slack }.OfType<SlackReceipt>().Distinct())
        {
            if (await UpdateAsync(receipt, cancellationToken) is { } outcome)
                return outcome;
            if (Receipt is not null)
            {
                _messageOpen = false;
                return null;
            }
        }

        // A person took the message away. While the incident is open it is told anew; after that they have their peace.
        return (notice.Slack ?? known) is { } gone && IsOver ? Done(gone) : null;
    }

    private async Task<EffectOutcome?> FindAsync(CancellationToken cancellationToken)
    {
        // A later picture than the first may be the successor of one whose try nobody heard of; its own tries count from 1.
        // So we look; but where that is not allowed, it alone is no reason to tell nobody.
        if (Receipt is not null || (!_messageOpen && notice.Revision <= 1))
            return null;

        switch (await history.FindIncidentAsync(notice, cancellationToken))
        {
            case SlackLook.Found found:
                _messageOpen = false;
                Adopted = true;
                if (found.Revision > notice.Revision)
                {
                    Receipt = found.Receipt;
                    return Done(found.Receipt);
                }

                _newsOpen = true;
                return await UpdateAsync(found.Receipt, cancellationToken)
                    ?? (Receipt is null ? new EffectOutcome.Again(null, "The message was taken away while it was found.") : null);
            case SlackLook.Unreadable unreadable when _messageOpen:
                return Undecidable("this incident's message is", unreadable);
            case SlackLook.Later later:
                return new EffectOutcome.Again(later.After, later.Why + " while looking for what an earlier try wrote.");
            default:
                _messageOpen = false;
                return null;
        }
    }

    private async Task<EffectOutcome?> PostAsync(CancellationToken cancellationToken)
    {
        if (Receipt is not null)
            return null;

        var arguments = Post(settings.Channel, SlackMessages.Incident(notice), SlackMarks.Incident(effect, notice));
        _messageOpen = true;
        var answer = await api.WriteAsync("chat.postMessage", arguments, cancellationToken);
        if (answer is SlackAnswer.Ok { Body: var body })
        {
            if (SlackApi.Text(body, "ts") is not { Length: > 0 } ts)
                return new EffectOutcome.Again(null, "Slack's answer names no message.");
            Receipt = new SlackReceipt(SlackApi.Text(body, "channel") ?? settings.Channel, ts);
            // Nobody can have told news in the thread of a message that was not there.
            _messageOpen = _newsOpen = false;
            _threadIsNew = true;
            return null;
        }

        _messageOpen = LeavesOpen(answer);
        return Failed(answer, settings.Channel);
    }

    private async Task<EffectOutcome?> TellNewsAsync(CancellationToken cancellationToken)
    {
        if (notice.News.Count == 0)
        {
            _newsOpen = false;
            return null;
        }

        var receipt = Receipt!;
        var news = notice.News;
        if (!_threadIsNew)
        {
            // Also on a first try, as for the message: news that a predecessor told are in this notice again.
            switch (await history.FindNewsAsync(effect, notice, receipt, cancellationToken))
            {
                case SlackLook.Missing missing:
                    _newsOpen = false;
                    news = missing.News;
                    break;
                case SlackLook.Unreadable unreadable when _newsOpen:
                    return Undecidable("the news of this notice are", unreadable);
                case SlackLook.Later later:
                    return new EffectOutcome.Again(later.After, later.Why + " while looking for what an earlier try wrote.");
            }

            if (news.Count == 0)
                return null;
        }

        var arguments = Post(receipt.Channel, SlackMessages.News(notice, news), SlackMarks.News(effect, notice));
        arguments["thread_ts"] = receipt.Timestamp;
        _newsOpen = true;
        var answer = await api.WriteAsync("chat.postMessage", arguments, cancellationToken);
        _newsOpen = LeavesOpen(answer);
        return answer is SlackAnswer.Ok ? null : Failed(answer, receipt.Channel);
    }

    /// <summary>Updates one message: harmless to repeat. Sets <see cref="Receipt"/> where it was there.</summary>
    private async Task<EffectOutcome?> UpdateAsync(SlackReceipt receipt, CancellationToken cancellationToken)
    {
        var arguments = SlackMessages.Incident(notice);
        arguments["channel"] = receipt.Channel;
        arguments["ts"] = receipt.Timestamp;
        arguments["parse"] = "none";
        arguments["link_names"] = false;
        arguments["metadata"] = SlackMarks.Incident(effect, notice);
        switch (await api.WriteAsync("chat.update", arguments, cancellationToken))
        {
            case SlackAnswer.Ok:
                Receipt = receipt;
                return null;
            case SlackAnswer.Error error when SlackErrors.IsGone(error.Code)
                || (SlackErrors.IsChannelLost(error.Code) && receipt.Channel != settings.Channel):
                return null;
            case var answer:
                return Failed(answer, receipt.Channel);
        }
    }

    private static JsonObject Post(string channel, JsonObject message, JsonObject mark)
    {
        message["channel"] = channel;
        message["mrkdwn"] = false;
        message["parse"] = "none";
        message["link_names"] = false;
        message["unfurl_links"] = false;
        message["unfurl_media"] = false;
        message["metadata"] = mark;
        return message;
    }

    private static bool LeavesOpen(SlackAnswer answer) =>
        answer is SlackAnswer.Unknown or SlackAnswer.TooLarge || (answer is SlackAnswer.Error error && SlackErrors.LeavesOpen(error.Code));

    private EffectOutcome Failed(SlackAnswer answer, string channel)
    {
        switch (answer)
        {
            case SlackAnswer.RateLimited limited:
                pace.Block(channel, limited.After);
                return new EffectOutcome.Again(limited.After, "Slack asks to wait (rate limit).");
            case SlackAnswer.Error error when SlackErrors.Remedy(error.Code) is { } remedy:
                var detail = error.Detail.Length == 0 ? "" : $" {error.Detail}";
                var scope = error.Needed is { } needed ? $" ({needed})" : "";
                return new EffectOutcome.Refused($"Slack answered {error.Code}{scope}: {remedy}.{detail}");
            case SlackAnswer.Error error:
                return new EffectOutcome.Again(SlackErrors.Wait(error.Code), $"Slack answered {error.Code}.");
            case SlackAnswer.NotDone failed:
                return new EffectOutcome.Again(null, failed.Reason + ".");
            case SlackAnswer.Unknown failed:
                return new EffectOutcome.Again(null, failed.Reason + ". It may be done; the next try looks first.");
            default:
                return new EffectOutcome.Again(null, "Slack's answer is too large to read. It may be done; the next try looks first.");
        }
    }

    /// <summary>Sets it aside. A person who sends it again has looked: the next try need not.</summary>
    private EffectOutcome.Undecidable Undecidable(string what, SlackLook.Unreadable unreadable)
    {
        _messageOpen = _newsOpen = false;
        return new EffectOutcome.Undecidable(
            $"An earlier try may have been carried out, and whether {what} in Slack cannot be read: {unreadable.Why}. "
            + "Look at the channel; send this notice again where it is missing.");
    }
}
