using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Response.Notices;

/// <summary>
/// When people are told about an incident again. One notice of a notifier is under way at a time and the next one tells
/// everything since, so that a storm of signals is a few messages and never two at once.
/// </summary>
public static class NoticePolicy
{
    /// <summary>Least time between two pictures of one incident for one notifier.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>The same where each picture is a message of its own in somebody's inbox.</summary>
    public static readonly TimeSpan EmailPace = TimeSpan.FromMinutes(1);

    /// <param name="state">What the notifier was told.</param>
    /// <param name="target">The notifier.</param>
    /// <param name="picture">The incident as it is; revision, receipt and news are filled in here.</param>
    /// <param name="news">Newest lines of the timeline, oldest first, with their numbers.</param>
    /// <param name="now">The caller's time.</param>
    /// <returns>The state afterwards, and the effect to ask for or null.</returns>
    public static (NoticeState State, NewEffect? Effect) Ask(
        NoticeState state, NotifierTarget target, IncidentNotice picture, IReadOnlyList<(long Number, string Text)> news, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(news);
        var fingerprint = Fingerprint(picture);
        if (state.InFlight is not null || fingerprint == state.Fingerprint || (state.Revision == 0 && picture.Severity < target.MinimumSeverity))
        {
            return (state, null);
        }

        var revision = state.Revision + 1;
        var pace = target.Kind == EffectKinds.EmailIncident ? EmailPace : Pace;
        var due = state.Revision > 0 && state.AskedAt + pace > now ? state.AskedAt + pace : now;
        var untold = news.Where(line => line.Number > state.ToldThrough).TakeLast(20).ToList();
        var notice = picture with
        {
            Revision = revision,
            Target = target.Name,
            Slack = state.Slack,
            News = [.. untold.Select(line => line.Text)],
            NewsNumbers = [.. untold.Select(line => line.Number)],
        };
        var effect = new NewEffect(
            string.Create(CultureInfo.InvariantCulture, $"notice/{target.Key}/{revision}"),
            target.Kind,
            due,
            JsonSerializer.SerializeToUtf8Bytes(notice, EffectJson.Default.IncidentNotice));
        var asked = state with
        {
            Revision = revision,
            InFlight = effect.Id,
            Fingerprint = fingerprint,
            AskedAt = due,
            ToldThrough = news.Count > 0 ? Math.Max(state.ToldThrough, news[^1].Number) : state.ToldThrough,
        };
        return (asked, effect);
    }

    /// <summary>Takes the outcome of a notice in.</summary>
    public static NoticeState Settle(NoticeState state, string effect, bool done, ReadOnlyMemory<byte> result)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.InFlight != effect)
        {
            return state;
        }

        var receipt = done && result.Length > 0 && state.IsOf(EffectKinds.SlackIncident)
            ? JsonSerializer.Deserialize(result.Span, EffectJson.Default.SlackReceipt)
            : null;
        return state with { InFlight = null, Slack = receipt ?? state.Slack };
    }

    /// <summary>Counts alone are no news: they change with every signal. Nor is a score that moves within ten points.</summary>
    private static string Fingerprint(IncidentNotice picture) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{picture.State}|{picture.Title}|{picture.Severity}|{picture.Score / 10}|{picture.Assignee}|{picture.Plan}{(picture.By is { } by ? "|" + by : "")}");
}
