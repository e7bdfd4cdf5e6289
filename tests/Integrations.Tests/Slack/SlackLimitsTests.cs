using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Http;
using IncidentMesh.Testing.Slack;

namespace IncidentMesh.Integrations.Tests.Slack;

public sealed class SlackLimitsTests : SlackTest
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("99999999", 600)]
    [InlineData("-3", 30)]
    [InlineData("soon", 30)]
    [InlineData(null, 30)]
    [InlineData("Mon, 04 May 2026 12:00:45 GMT", 45)]
    public async Task A_rate_limit_is_honoured_within_reason(string? header, int seconds)
    {
        Slack.ScriptNext(PostMessage, new ServerFault.TooManyRequests(header));

        var again = Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice()));

        Assert.Equal(TimeSpan.FromSeconds(seconds), again.After);
    }

    [Fact]
    public async Task A_rate_limit_holds_for_the_whole_channel()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.TooManyRequests("60"));
        await Host.TryAsync(Host.Notice("inc-1"));

        var other = Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice("inc-2")));

        Assert.InRange(other.After!.Value.TotalSeconds, 60, 65);
        Assert.Single(Slack.Calls);
    }

    [Fact]
    public async Task Many_incidents_at_once_are_spaced_and_each_waits_once()
    {
        var waits = new List<(string Incident, TimeSpan After)>();
        for (var i = 0; i < 20; i++)
        {
            if (await Host.TryAsync(Host.Notice($"inc-{i}")) is EffectOutcome.Again again)
                waits.Add(($"inc-{i}", again.After!.Value));
        }

        Assert.Equal(16, waits.Count);
        Assert.Equal(Enumerable.Range(1, 16).Select(second => TimeSpan.FromSeconds(second)), waits.Select(wait => wait.After));
        var start = Time.GetUtcNow();
        foreach (var (incident, after) in waits)
        {
            Time.Advance(start + after - Time.GetUtcNow());
            Receipt(await Host.TryAsync(Host.Notice(incident), attempt: 2));
        }

        Assert.Equal(20, Slack.Messages.Count);
        Assert.DoesNotContain(Slack.Calls, call => call.Operation != PostMessage);
    }

    [Theory]
    [InlineData("channel_not_found", "Integrations:Slack:Channel")]
    [InlineData("not_in_channel", "invite the app")]
    [InlineData("is_archived", "archived")]
    [InlineData("invalid_auth", "Integrations:Slack:BotToken")]
    [InlineData("account_inactive", "Integrations:Slack:BotToken")]
    [InlineData("msg_too_long", "bug")]
    [InlineData("invalid_blocks", "bug")]
    [InlineData("restricted_action", "administrator")]
    public async Task An_error_that_will_not_pass_is_refused_with_what_to_do(string code, string remedy)
    {
        Slack.ScriptNext(PostMessage, new ServerFault.Error(code));

        var refused = Assert.IsType<EffectOutcome.Refused>(await Host.TryAsync(Host.Notice()));

        Assert.Contains(code, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_scope_for_writing_is_named()
    {
        Slack.Scopes.Remove("chat:write");

        var refused = Assert.IsType<EffectOutcome.Refused>(await Host.TryAsync(Host.Notice()));

        Assert.Contains("chat:write", refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ratelimited")]
    [InlineData("rate_limited")]
    [InlineData("fatal_error")]
    [InlineData("internal_error")]
    [InlineData("service_unavailable")]
    [InlineData("request_timeout")]
    [InlineData("message_limit_exceeded")]
    [InlineData("team_added_to_org")]
    [InlineData("an_error_of_next_year")]
    public async Task An_error_that_may_pass_is_tried_again(string code)
    {
        Slack.ScriptNext(PostMessage, new ServerFault.Error(code));

        Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice()));
        Receipt(await Host.SettleAsync(Host.Notice(), firstAttempt: 2));
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await FakeSlack.StartAsync(Time);
        Slack.ScriptNext(PostMessage, new ServerFault.Redirect(new Uri(elsewhere.BaseAddress, "api/chat.postMessage").ToString()));

        Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice()));

        Assert.Empty(elsewhere.Calls);
    }

    [Fact]
    public async Task Nor_is_one_to_another_path_of_the_same_host()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.Redirect("/api/chat.elsewhere"));

        Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice()));

        Assert.Single(Slack.Calls);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_without_a_look()
    {
        using var host = NewHost();
        await Slack.DisposeAsync();

        var again = Assert.IsType<EffectOutcome.Again>(await host.TryAsync(host.Notice()));

        Assert.Contains("connection", again.Reason, StringComparison.Ordinal);
    }
}
