using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Response.Notices;

namespace IncidentMesh.Response.Tests;

public sealed class NoticePolicyTests
{
    private static readonly DateTimeOffset Now = PlanFixture.Start;
    private static readonly NotifierTarget Slack = new(EffectKinds.SlackIncident, Severity.High);
    private static readonly NoticeState Silent = new() { Kind = EffectKinds.SlackIncident };

    [Fact]
    public void An_incident_below_the_notifiers_severity_is_not_told() =>
        Assert.Null(NoticePolicy.Ask(Silent, Slack, Picture(Severity.Medium), [], Now).Effect);

    [Fact]
    public void Counts_alone_are_no_news()
    {
        var told = Told(Picture());

        Assert.Null(NoticePolicy.Ask(told, Slack, Picture() with { Signals = 30_000, LastSeen = Now.AddHours(1) }, [], Now.AddHours(1)).Effect);
    }

    [Fact]
    public void Nothing_is_asked_for_while_a_notice_is_under_way()
    {
        var (state, _) = NoticePolicy.Ask(Silent, Slack, Picture(), [], Now);

        Assert.Null(NoticePolicy.Ask(state, Slack, Picture() with { State = "resolved" }, [], Now.AddMinutes(1)).Effect);
    }

    [Fact]
    public void The_next_notice_tells_what_the_last_one_could_not_and_carries_the_receipt()
    {
        var told = Told(Picture(), (1, "first"));

        var (_, effect) = NoticePolicy.Ask(told, Slack, Picture() with { State = "contained" }, [(1, "first"), (2, "second")], Now.AddMinutes(1));

        var notice = JsonSerializer.Deserialize(effect!.Payload.Span, EffectJson.Default.IncidentNotice)!;
        Assert.Equal(["second"], notice.News);
        Assert.Equal("171.0001", notice.Slack!.Timestamp);
        Assert.Equal(2, notice.Revision);
    }

    [Fact]
    public void Updates_keep_their_distance()
    {
        var told = Told(Picture());

        var (_, effect) = NoticePolicy.Ask(told, Slack, Picture() with { State = "resolved" }, [], Now.AddSeconds(1));

        Assert.Equal(Now + NoticePolicy.Pace, effect!.Due);
    }

    [Fact]
    public void Mails_keep_a_greater_distance()
    {
        var mail = new NotifierTarget(EffectKinds.EmailIncident, Severity.High);
        var (state, first) = NoticePolicy.Ask(new NoticeState { Kind = mail.Key }, mail, Picture(), [], Now);

        var (_, effect) = NoticePolicy.Ask(NoticePolicy.Settle(state, first!.Id, done: true, default), mail, Picture() with { State = "resolved" }, [], Now.AddSeconds(1));

        Assert.Equal(Now + NoticePolicy.EmailPace, effect!.Due);
    }

    private static NoticeState Told(IncidentNotice picture, params (long, string)[] news)
    {
        var (state, effect) = NoticePolicy.Ask(Silent, Slack, picture, news, Now);
        var receipt = JsonSerializer.SerializeToUtf8Bytes(new SlackReceipt("C1", "171.0001"), EffectJson.Default.SlackReceipt);
        return NoticePolicy.Settle(state, effect!.Id, done: true, receipt);
    }

    private static IncidentNotice Picture(Severity severity = Severity.High) => new()
    {
        Incident = PlanFixture.Incident,
        Revision = 0,
        State = "open",
        Title = "Shell on shop/web",
        Severity = severity,
        Score = 70,
        Cluster = "prod",
        Subject = "shop/Deployment/web",
        Signals = 1,
        FirstSeen = Now,
        LastSeen = Now,
    };
}
