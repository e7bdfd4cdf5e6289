using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Integrations.Tests.Slack;

/// <summary>Promise P3: what a person sees, they see once, whatever happens to the answers.</summary>
public sealed class SlackUnknownOutcomeTests : SlackTest
{
    public static TheoryData<ServerFault> Faults =>
    [
        new ServerFault.FailBefore(), new ServerFault.FailBefore(500), new ServerFault.FailAfter(), new ServerFault.FailAfter(504),
        new ServerFault.CutBefore(), new ServerFault.CutAfter(), new ServerFault.CutInAnswer(),
        new ServerFault.Garbage(), new ServerFault.Garbage("{}"), new ServerFault.Garbage("{\"ok\":true}"), new ServerFault.Garbage("[]", CarriedOut: false),
        new ServerFault.Garbage(new string(' ', 1_500_000)),
        new ServerFault.Error("internal_error"), new ServerFault.Error("fatal_error"), new ServerFault.Error("service_unavailable"),
        new ServerFault.TooManyRequests("3"),
    ];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task The_message_appears_once(ServerFault fault)
    {
        Slack.ScriptNext(PostMessage, fault);

        var receipt = Receipt(await Host.SettleAsync(Host.Notice()));

        Assert.Equal(receipt.Timestamp, Assert.Single(Slack.Messages).Ts);
        Assert.Equal(2, Host.Outcomes.Count);
        Assert.Empty(Slack.Violations);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task The_message_appears_once_when_the_process_dies_meanwhile(ServerFault fault)
    {
        Slack.ScriptNext(PostMessage, fault);

        var receipt = Receipt(await Host.SettleAsync(Host.Notice(), crashAfter: _ => true));

        Assert.Equal(receipt.Timestamp, Assert.Single(Slack.Messages).Ts);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task News_appear_once(ServerFault fault)
    {
        Slack.ScriptNext(PostMessage, null, fault);

        await Host.SettleAsync(Host.Notice() with { News = ["a", "b"] }, crashAfter: _ => true);

        Assert.Single(InChannel);
        Assert.Equal("• a\n• b", Assert.Single(InThreads).Shown);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task An_update_is_repeated_until_it_is_known(ServerFault fault)
    {
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));
        Slack.ScriptNext(UpdateMessage, fault);

        Assert.Equal(receipt, Receipt(await Host.SettleAsync(Host.Notice(revision: 2) with { State = "contained", Slack = receipt })));

        Assert.Contains("contained", Assert.Single(Slack.Messages).Shown, StringComparison.Ordinal);
        // Repeating an update is harmless: the channel is not read for it.
        Assert.DoesNotContain(Slack.Calls, call => call.Operation.StartsWith("conversations.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_no_reason_to_post_again()
    {
        var gate = new TaskCompletionSource();
        Slack.ScriptNext(PostMessage, new ServerFault.Late(gate.Task));

        var running = Host.TryAsync(Host.Notice());
        await Slack.WaitForAsync(slack => slack.Messages.Count == 1, Patience);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(running.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(11));
        Assert.IsType<EffectOutcome.Again>(await running);
        gate.SetResult();

        await Host.SettleAsync(Host.Notice(), firstAttempt: 2);
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task An_answer_after_ten_seconds_is_an_answer()
    {
        var gate = new TaskCompletionSource();
        Slack.ScriptNext(PostMessage, new ServerFault.Late(gate.Task));

        var running = Host.TryAsync(Host.Notice());
        await Slack.WaitForAsync(slack => slack.Messages.Count == 1, Patience);
        Time.Advance(TimeSpan.FromSeconds(10));
        gate.SetResult();

        Receipt(await running);
    }

    [Fact]
    public async Task A_try_that_is_cancelled_while_it_writes_is_looked_for()
    {
        var gate = new TaskCompletionSource();
        Slack.ScriptNext(PostMessage, new ServerFault.Late(gate.Task));
        using var dispatcher = new CancellationTokenSource();

        var running = Host.TryAsync(Host.Notice(), cancellationToken: dispatcher.Token);
        await Slack.WaitForAsync(slack => slack.Messages.Count == 1, Patience);
        await dispatcher.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        gate.SetResult();

        await Host.SettleAsync(Host.Notice(), firstAttempt: 2);
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_later_picture_that_replaces_one_nobody_heard_of_takes_over_its_message()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        Assert.IsType<EffectOutcome.Again>(await Host.TryAsync(Host.Notice()));
        Host.Restart();

        // The outbox counts the replacement's tries anew.
        Receipt(await Host.SettleAsync(Host.Notice(revision: 2) with { State = "acknowledged" }));

        Assert.Contains("acknowledged", Assert.Single(Slack.Messages).Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_whose_news_overlap_tell_each_line_once()
    {
        Slack.ScriptNext(PostMessage, null, new ServerFault.CutAfter());
        await Host.TryAsync(Host.Notice() with { News = ["a", "b"], NewsNumbers = [4, 7] });
        Host.Restart();

        await Host.SettleAsync(Host.Notice(revision: 2) with { News = ["a", "b", "c"], NewsNumbers = [4, 7, 9] }, firstAttempt: 2);

        Assert.Single(InChannel);
        Assert.Equal(["• a\n• b", "• c"], InThreads.Select(message => message.Shown));
    }

    [Fact]
    public async Task A_successor_does_not_repeat_the_news_of_a_try_nobody_heard_of()
    {
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        await Host.TryAsync(Host.Notice(revision: 2) with { Slack = receipt, News = ["a"], NewsNumbers = [1] });
        Host.Restart();

        // The outbox counts the successor's tries from 1.
        await Host.SettleAsync(Host.Notice(revision: 3) with { Slack = receipt, News = ["a", "b"], NewsNumbers = [1, 2] });

        Assert.Equal(["• a", "• b"], InThreads.Select(message => message.Shown));
    }

    [Fact]
    public async Task News_are_told_without_the_scope_to_look_where_nothing_is_open()
    {
        Slack.Scopes.Remove("channels:history");
        var receipt = Receipt(await Host.TryAsync(Host.Notice()));

        Receipt(await Host.TryAsync(Host.Notice(revision: 2) with { Slack = receipt, News = ["a"], NewsNumbers = [1] }));

        Assert.Single(InThreads);
    }

    [Fact]
    public async Task A_message_told_anew_after_it_was_taken_away_appears_once()
    {
        var first = Receipt(await Host.TryAsync(Host.Notice()));
        Slack.Delete(first.Timestamp);
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());

        await Host.SettleAsync(Host.Notice(revision: 2) with { Slack = first, News = ["n"] }, crashAfter: _ => true);

        Assert.Single(InChannel);
        Assert.Single(InThreads);
    }

    [Fact]
    public async Task A_kept_connection_that_breaks_is_not_retried_behind_our_back()
    {
        await Host.TryAsync(Host.Notice("inc-0"));
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());

        await Host.TryAsync(Host.Notice());

        Assert.Equal(2, Slack.Calls.Count(call => call.Operation == PostMessage));
        Assert.Equal(2, Slack.Messages.Count);
    }

    [Fact]
    public async Task Without_the_scope_to_look_it_is_set_aside_and_the_scope_named()
    {
        Slack.Scopes.Remove("channels:history");
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());

        var outcome = Assert.IsType<EffectOutcome.Undecidable>(await Host.SettleAsync(Host.Notice()));

        Assert.Contains("channels:history", outcome.Reason, StringComparison.Ordinal);
        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task News_of_which_nothing_was_heard_are_set_aside_without_the_scope_to_look()
    {
        Slack.Scopes.Remove("channels:history");
        Slack.ScriptNext(PostMessage, null, new ServerFault.CutAfter());

        var outcome = Assert.IsType<EffectOutcome.Undecidable>(await Host.SettleAsync(Host.Notice() with { News = ["a"] }));

        Assert.Contains("channels:history", outcome.Reason, StringComparison.Ordinal);
        Assert.Single(InThreads);
    }

    [Fact]
    public async Task What_a_person_sends_again_is_posted_even_without_the_scope_to_look()
    {
        Slack.Scopes.Remove("channels:history");
        Slack.ScriptNext(PostMessage, new ServerFault.CutBefore());
        Assert.IsType<EffectOutcome.Undecidable>(await Host.SettleAsync(Host.Notice()));

        // The outbox forgets the attempts of a requeued effect.
        Receipt(await Host.TryAsync(Host.Notice()));

        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task Tries_that_wrote_nothing_need_no_scope_to_look()
    {
        Slack.Scopes.Remove("channels:history");
        Slack.ScriptNext(PostMessage, new ServerFault.TooManyRequests("2"), new ServerFault.TooManyRequests());

        Receipt(await Host.SettleAsync(Host.Notice()));

        Assert.Single(Slack.Messages);
    }

    [Fact]
    public async Task A_busy_channel_is_read_page_by_page()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        await Host.TryAsync(Host.Notice());
        for (var i = 0; i < 35; i++)
            Slack.PostAsOther($"talk {i}");
        Slack.PageSize = 10;

        Receipt(await Host.SettleAsync(Host.Notice(), firstAttempt: 2));

        Assert.Single(InChannel);
    }

    [Fact]
    public async Task A_channel_too_busy_to_look_through_is_left_to_a_person()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        await Host.TryAsync(Host.Notice());
        for (var i = 0; i < 35; i++)
            Slack.PostAsOther($"talk {i}");
        Slack.PageSize = 2;

        Assert.IsType<EffectOutcome.Undecidable>(await Host.SettleAsync(Host.Notice(), firstAttempt: 2));

        Assert.Single(InChannel);
    }

    [Fact]
    public async Task A_page_too_large_to_read_is_asked_for_in_smaller_pieces()
    {
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        await Host.TryAsync(Host.Notice());
        for (var i = 0; i < 40; i++)
            Slack.PostAsOther(new string('x', 40_000));

        Receipt(await Host.SettleAsync(Host.Notice(), firstAttempt: 2));

        Assert.Single(InChannel);
    }

    [Fact]
    public async Task Another_apps_copy_of_our_mark_is_not_taken_for_our_message()
    {
        await Host.TryAsync(Host.Notice());
        var ours = Slack.Messages[0];
        Slack.Delete(ours.Ts);
        Slack.PostAsOther("nothing to see here", "B0OTHERAPP1", (System.Text.Json.Nodes.JsonObject)ours.Metadata!.DeepClone());
        Host.Restart();

        Receipt(await Host.SettleAsync(Host.Notice(), firstAttempt: 2));

        Assert.Single(InChannel);
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(+400)]
    public async Task Sensors_whose_clocks_are_far_off_do_not_hide_a_message(int days)
    {
        var notice = Host.Notice() with { FirstSeen = Time.GetUtcNow().AddDays(days), OpenedAt = null };
        Slack.ScriptNext(PostMessage, new ServerFault.CutAfter());
        await Host.TryAsync(notice);
        Host.Restart();
        Time.Advance(TimeSpan.FromHours(20));

        Receipt(await Host.SettleAsync(notice, firstAttempt: 2));

        Assert.Single(Slack.Messages);
    }
}
