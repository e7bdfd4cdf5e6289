using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Slack;

namespace IncidentMesh.Integrations.Tests.Slack;

public sealed class SlackNotifierTests : SlackTest
{
    [Fact]
    public async Task The_first_picture_becomes_a_message_that_can_be_found_again()
    {
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));

        var message = Assert.Single(Slack.Messages);
        Assert.Equal(new SlackReceipt(FakeSlack.ChannelId, message.Ts), receipt);
        Assert.Equal("incidentmesh_incident", message.Metadata!["event_type"]!.GetValue<string>());
        Assert.Equal("inc-1", message.Metadata["event_payload"]!["incident"]!.GetValue<string>());
        Assert.Equal("notice", message.Metadata["event_payload"]!["effect"]!.GetValue<string>());
        foreach (var text in new[] { "Shell in a container", "Critical", "87 of 100", "One of 12 replicas differs: 27", "shop/Deployment/web", "prod-eu", "12,345", "Scale web to zero" })
            Assert.Contains(text, message.Shown, StringComparison.Ordinal);
        Assert.Contains("Shell in a container", message.Text, StringComparison.Ordinal);
        Assert.Contains("https://mesh.example/incidents/inc-1", message.Blocks!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(Slack.Violations);
        Assert.Single(Slack.Calls);
    }

    [Fact]
    public async Task A_notice_for_a_named_target_goes_to_its_channel()
    {
        using var host = new NotifierHost(
            Time, ("Slack:BotToken", FakeSlack.Token), ("Slack:Channel", "C0000000000"), ("Slack:Channels:payments", FakeSlack.ChannelId), ("Slack:BaseAddress", Slack.BaseAddress.ToString()));

        var receipt = Receipt(await host.TryAsync(host.Notice() with { Target = "payments" }));

        Assert.Equal(FakeSlack.ChannelId, receipt.Channel);
        Assert.Single(Slack.Messages);
        Assert.Equal(
            "There is no Integrations:Slack:Channels:gone any more.",
            Assert.IsType<EffectOutcome.Refused>(await host.TryAsync(host.Notice("inc-2") with { Target = "gone" })).Reason);
    }

    [Fact]
    public async Task A_later_picture_updates_the_message()
    {
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));

        var later = await Host.TryAsync(Host.Notice(revision: 2) with { State = "resolved", Slack = receipt });

        Assert.Equal(receipt, Receipt(later));
        var message = Assert.Single(Slack.Messages);
        Assert.Contains("resolved", message.Shown, StringComparison.Ordinal);
        Assert.Equal(1, message.Edits);
        Assert.Empty(Slack.Violations);
    }

    [Fact]
    public async Task News_go_to_the_thread_in_order()
    {
        var notice = Host.Notice() with { News = ["alice acknowledged it", "plan-1 was approved"] };

        var receipt = Receipt(await Host.TryAsync(notice));

        var news = Assert.Single(InThreads);
        Assert.Equal(receipt.Timestamp, news.ThreadTs);
        Assert.Equal("• alice acknowledged it\n• plan-1 was approved", news.Shown);
        Assert.Empty(Slack.Violations);
    }

    [Fact]
    public async Task A_late_try_of_an_older_picture_does_not_take_people_back()
    {
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));
        await Host.TryAsync(Host.Notice(revision: 3) with { State = "resolved", Slack = receipt });

        var late = await Host.TryAsync(Host.Notice(revision: 2) with { State = "acknowledged", Slack = receipt }, attempt: 2);

        Assert.Equal(receipt, Receipt(late));
        Assert.Contains("resolved", Assert.Single(Slack.Messages).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_taken_away_is_told_anew_while_the_incident_is_open()
    {
        var first = Receipt(await Host.TryAsync(Host.Notice()));
        Slack.Delete(first.Timestamp);

        var second = Receipt(await Host.TryAsync(Host.Notice(revision: 2) with { Slack = first }));

        Assert.NotEqual(first, second);
        Assert.Equal(second.Timestamp, Assert.Single(Slack.Messages).Ts);
    }

    [Fact]
    public async Task A_message_taken_away_stays_away_once_the_incident_is_over()
    {
        var first = Receipt(await Host.TryAsync(Host.Notice()));
        Slack.Delete(first.Timestamp);

        Assert.Equal(first, Receipt(await Host.TryAsync(Host.Notice(revision: 2) with { State = "closed", Slack = first, News = ["closed"] })));

        Assert.Empty(Slack.Messages);
    }

    [Fact]
    public async Task An_incident_goes_on_in_the_new_channel_when_the_old_one_is_gone()
    {
        var old = new SlackReceipt("C0000000OLD", "1700000000.000100");

        var receipt = Receipt(await Host.TryAsync(Host.Notice(revision: 5) with { Slack = old }));

        Assert.Equal(FakeSlack.ChannelId, receipt.Channel);
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_payload_that_is_no_notice_is_refused()
    {
        var effect = Host.Effect(Host.Notice()) with { Payload = "{\"incident\":1}"u8.ToArray() };

        Assert.IsType<EffectOutcome.Refused>(await Host.Handler.ExecuteAsync(effect, TestContext.Current.CancellationToken));
        Assert.Empty(Slack.Calls);
    }

    [Fact]
    public async Task The_token_is_nowhere_but_in_the_header()
    {
        await Host.SettleAsync(Host.Notice());
        using var wrong = NewHost(token: "xoxb-another-secret");
        var outcome = await wrong.TryAsync(Host.Notice("inc-2"));

        Assert.IsType<EffectOutcome.Refused>(outcome);
        Assert.NotEmpty(wrong.Logger.Lines);
        Assert.DoesNotContain(wrong.Logger.Lines.Concat(Host.Logger.Lines), line => line.Contains("xoxb-", StringComparison.Ordinal) && !line.Contains("begin", StringComparison.Ordinal));
        Assert.DoesNotContain("another-secret", outcome.ToString(), StringComparison.Ordinal);
    }
}
