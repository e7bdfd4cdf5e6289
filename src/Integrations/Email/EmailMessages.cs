using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Integrations.Notices;
using IncidentMesh.Integrations.Outbound;
using MimeKit;

namespace IncidentMesh.Integrations.Email;

/// <summary>
/// Pictures of an incident as mail in plain text. The ids follow from incident, target and revision: the mails of an incident
/// are one thread (RFC 5322, 3.6.4), and one that is sent again is the same message to whoever compares ids.
/// </summary>
internal static class EmailMessages
{
    public const int SubjectLimit = 200;
    public const int LineLimit = 500;
    public const int MostReasons = 8;
    public const int MostNews = 20;

    private const int NameLimit = 120;

    public static MimeMessage Message(IncidentNotice notice, string from, string to, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Date = now,
            // Mail programs that thread by subject want it to stay: what changes stands in the text.
            Subject = NoticeText.OneLine($"{(notice.Revision > 1 ? "Re: " : "")}[IncidentMesh] {notice.Cluster}: {notice.Subject} ({notice.Incident})", SubjectLimit),
            MessageId = Id(notice, notice.Revision, from),
            Importance = notice.Severity >= Severity.Critical && notice.State == "open" ? MessageImportance.High : MessageImportance.Normal,
            Body = new TextPart("plain") { Text = Text(notice) },
        };
        message.From.Add(new MailboxAddress("IncidentMesh", from));
        message.To.Add(new MailboxAddress(null, to));
        if (notice.Revision > 1)
        {
            var first = Id(notice, 1, from);
            message.InReplyTo = first;
            message.References.Add(first);
        }

        // RFC 3834: nobody's holiday answers this.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    private static string Text(IncidentNotice notice)
    {
        var text = new StringBuilder();
        Line($"{notice.Title}");
        Line($"{notice.Severity}, score {notice.Score.ToString(CultureInfo.InvariantCulture)}, {notice.State}");
        text.Append('\n');
        Line($"Workload: {notice.Subject}");
        Line($"Cluster: {notice.Cluster}");
        Line($"Signals: {notice.Signals.ToString(CultureInfo.InvariantCulture)}, first {Time(notice.FirstSeen)}, last {Time(notice.LastSeen)}");
        if (notice.By is { } by)
            Line($"By: {by}");
        if (notice.Assignee is { } assignee)
            Line($"Assignee: {assignee}");
        if (notice.Plan is { } plan)
            Line($"Plan: {plan}");
        Lines("Why", notice.Reasons.Take(MostReasons));
        Lines("News", notice.News.TakeLast(MostNews));
        if (OutboundAddress.IsLink(notice.Link))
            text.Append('\n').Append(new Uri(notice.Link).AbsoluteUri).Append('\n');
        return text.ToString();

        void Line(string line) => text.Append(NoticeText.OneLine(line, LineLimit)).Append('\n');

        void Lines(string title, IEnumerable<string> lines)
        {
            var some = lines.ToList();
            if (some.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
            foreach (var line in some)
                Line($"- {line}");
        }
    }

    private static string Id(IncidentNotice notice, long revision, string from)
    {
        // Hashed: an incident's id and a target's name may hold what a message id may not.
        var thread = SHA256.HashData(Encoding.UTF8.GetBytes($"{NoticeText.OneLine(notice.Incident, NameLimit)}\n{notice.Target}"));
        return string.Create(CultureInfo.InvariantCulture, $"incident.{Convert.ToHexStringLower(thread.AsSpan(0, 16))}.{revision}@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}");
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
