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

    private static readonly Gen<Scenario> Scenarios =
        from posts in Passing.Array[0, 8]
        from updates in Passing.Array[0, 6]
        from histories in Reading.Array[0, 4]
        from replies in Reading.Array[0, 4]
        from crashes in Gen.Bool.Array[40]
        from pictures in Gen.Int[1, 4]
        select new Scenario(posts, updates, histories, replies, crashes, pictures);

    [Fact]
    public Task Every_message_and_every_news_is_seen_once_or_a_person_is_asked() => Scenarios.SampleAsync(async scenario =>
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
        for (var revision = 1; revision <= scenario.Pictures; revision++)
        {
            var notice = host.Notice(revision: revision) with
            {
                Title = $"Picture {revision}",
                Slack = receipt,
                News = [$"news {revision}.1", $"news {revision}.2"],
                NewsNumbers = [revision * 2, revision * 2 + 1],
            };
            var outcome = await host.SettleAsync(notice, crashAfter: attempt => scenario.Crashes[attempt % scenario.Crashes.Length]);
            var told = slack.Messages.Where(message => message.ThreadTs is not null).SelectMany(message => message.Shown.Split('\n')).ToList();

            // Never twice, whatever came of it.
            Assert.True(slack.Messages.Count(message => message.ThreadTs is null) <= 1);
            Assert.Equal(told.Distinct(), told);
            Assert.Empty(slack.Violations);
            if (outcome is EffectOutcome.Undecidable)
                return;

            receipt = SlackTest.Receipt(outcome);
            var message = slack.Messages.Single(message => message.ThreadTs is null);
            Assert.Equal(receipt.Timestamp, message.Ts);
            Assert.Contains($"Picture {revision}", message.Shown, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(1, revision).SelectMany(n => new[] { $"• news {n}.1", $"• news {n}.2" }), told);
        }
    }, iter: 150, threads: 1, print: scenario => scenario.ToString());

    private sealed record Scenario(
        ServerFault?[] Posts, ServerFault?[] Updates, ServerFault?[] Histories, ServerFault?[] Replies, bool[] Crashes, int Pictures)
    {
        public override string ToString() =>
            $"posts [{string.Join(", ", (object?[])Posts)}] updates [{string.Join(", ", (object?[])Updates)}] histories [{string.Join(", ", (object?[])Histories)}] "
            + $"replies [{string.Join(", ", (object?[])Replies)}] crashes [{string.Join("", Crashes.Select(crash => crash ? 1 : 0))}] pictures {Pictures}";
    }
}
