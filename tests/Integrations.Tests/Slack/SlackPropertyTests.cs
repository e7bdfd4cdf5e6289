using CsCheck;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Http;
using IncidentMesh.Testing.Slack;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.Slack;

/// <summary>P3 as a law: for any script of faults and crashes, what people see they see once.</summary>
public sealed class SlackPropertyTests
{
    private static readonly Gen<ServerFault?> Passing = Gen.Frequency<ServerFault?>(
        (4, Gen.Const((ServerFault?)null)),
        (1, Gen.Const<ServerFault?>(new ServerFault.FailBefore())),
        (1, Gen.Const<ServerFault?>(new ServerFault.FailAfter())),
        (1, Gen.Const<ServerFault?>(new ServerFault.CutBefore())),
        (2, Gen.Const<ServerFault?>(new ServerFault.CutAfter())),
        (1, Gen.Const<ServerFault?>(new ServerFault.CutInAnswer())),
        (1, Gen.Const<ServerFault?>(new ServerFault.Garbage())),
        (1, Gen.Const<ServerFault?>(new ServerFault.TooManyRequests("2"))),
        (1, Gen.Const<ServerFault?>(new ServerFault.TooManyRequests())),
        (1, Gen.Const<ServerFault?>(new ServerFault.Error("internal_error"))));

    private static readonly Gen<ServerFault?> Reading = Gen.Frequency<ServerFault?>(
        (6, Passing), (1, Gen.Const<ServerFault?>(new ServerFault.Error("missing_scope"))));

    private static Gen<Scenario> Scenarios(Gen<ServerFault?> reads, bool successors) =>
        from posts in Passing.Array[0, 8]
        from updates in Passing.Array[0, 6]
        from histories in reads.Array[0, 4]
        from replies in reads.Array[0, 4]
        from crashes in Gen.Bool.Array[20]
        from replaced in successors ? Gen.Bool.Array[20] : Gen.Const(new bool[20])
        from pictures in Gen.Int[1, 5]
        select new Scenario(posts, updates, histories, replies, crashes, replaced, pictures);

    [Fact]
    public Task Every_message_and_every_news_is_seen_once_or_a_person_is_asked() =>
        Scenarios(Reading, successors: false).SampleAsync(PlayAsync, iter: 150, threads: 1, print: scenario => scenario.ToString());

    [Fact]
    public Task Pictures_that_replace_others_in_the_outbox_change_nothing_of_that() =>
        Scenarios(Passing, successors: true).SampleAsync(PlayAsync, iter: 150, threads: 1, print: scenario => scenario.ToString());

    /// <summary>An incident of some pictures, each with the news that no outcome was recorded for, and an outbox.</summary>
    private static async Task PlayAsync(Scenario scenario)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        await using var slack = await FakeSlack.StartAsync(time);
        using var host = new NotifierHost(
            time, ("Slack:BotToken", FakeSlack.Token), ("Slack:Channel", FakeSlack.ChannelId), ("Slack:BaseAddress", slack.BaseAddress.ToString()));
        slack.ScriptNext("chat.postMessage", scenario.Posts);
        slack.ScriptNext("chat.update", scenario.Updates);
        slack.ScriptNext("conversations.history", scenario.Histories);
        slack.ScriptNext("conversations.replies", scenario.Replies);

        SlackReceipt? receipt = null;
        var recorded = 0;
        var attempt = 1;
        for (int revision = 1, tries = 0; revision <= scenario.Pictures; tries++)
        {
            Assert.True(tries < 80, "It never settles: " + string.Join("; ", host.Outcomes));
            var outcome = await host.TryAsync(Picture(host, revision, receipt, recorded), attempt);

            // Never twice, whatever came of it.
            var told = slack.Messages.Where(message => message.ThreadTs is not null).SelectMany(message => message.Shown.Split('\n')).ToList();
            Assert.True(slack.Messages.Count(message => message.ThreadTs is null) <= 1);
            Assert.Equal(told.Distinct(), told);
            Assert.Empty(slack.Violations);
            switch (outcome)
            {
                case EffectOutcome.Undecidable:
                    return;
                case EffectOutcome.Again again:
                    if (scenario.Crashes[tries % 20])
                        host.Restart();
                    time.Advance(again.After ?? TimeSpan.FromSeconds(5));
                    attempt++;
                    if (!scenario.Replaced[tries % 20] || revision == scenario.Pictures)
                        continue;
                    break;
                default:
                    receipt = SlackTest.Receipt(outcome);
                    var message = slack.Messages.Single(message => message.ThreadTs is null);
                    Assert.Equal(receipt.Timestamp, message.Ts);
                    Assert.Contains($"Picture {revision}", message.Shown, StringComparison.Ordinal);
                    Assert.Equal(Enumerable.Range(1, revision).SelectMany(n => new[] { $"• news {n}.1", $"• news {n}.2" }), told);
                    recorded = revision;
                    break;
            }

            revision++;
            attempt = 1;
        }
    }

    private static IncidentNotice Picture(NotifierHost host, int revision, SlackReceipt? receipt, int recorded)
    {
        var untold = Enumerable.Range(recorded + 1, revision - recorded).ToList();
        return host.Notice(revision: revision) with
        {
            Title = $"Picture {revision}",
            Slack = receipt,
            News = [.. untold.SelectMany(n => new[] { $"news {n}.1", $"news {n}.2" })],
            NewsNumbers = [.. untold.SelectMany(n => new[] { n * 2L, (n * 2L) + 1 })],
        };
    }

    private sealed record Scenario(
        ServerFault?[] Posts, ServerFault?[] Updates, ServerFault?[] Histories, ServerFault?[] Replies, bool[] Crashes, bool[] Replaced, int Pictures)
    {
        public override string ToString() =>
            $"posts [{string.Join(", ", (object?[])Posts)}] updates [{string.Join(", ", (object?[])Updates)}] histories [{string.Join(", ", (object?[])Histories)}] "
            + $"replies [{string.Join(", ", (object?[])Replies)}] crashes [{Bits(Crashes)}] replaced [{Bits(Replaced)}] pictures {Pictures}";

        private static string Bits(bool[] flags) => string.Concat(flags.Select(flag => flag ? '1' : '0'));
    }
}
