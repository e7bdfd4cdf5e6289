using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Testing.Slack;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Integrations.Tests.Slack;

/// <summary>A notifier that talks to a fake Slack; both live in the same time.</summary>
public abstract class SlackTest : IAsyncLifetime
{
    internal const string PostMessage = "chat.postMessage";
    internal const string UpdateMessage = "chat.update";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    internal FakeSlack Slack { get; private set; } = null!;

    internal NotifierHost Host { get; private set; } = null!;

    internal IEnumerable<FakeSlackMessage> InChannel => Slack.Messages.Where(message => message.ThreadTs is null && message.BotId == FakeSlack.BotId);

    internal IEnumerable<FakeSlackMessage> InThreads => Slack.Messages.Where(message => message.ThreadTs is not null);

    public async ValueTask InitializeAsync()
    {
        Slack = await FakeSlack.StartAsync(Time);
        Host = NewHost();
    }

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Slack.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal NotifierHost NewHost(string channel = FakeSlack.ChannelId, string token = FakeSlack.Token) =>
        new(Time, ("Slack:BotToken", token), ("Slack:Channel", channel), ("Slack:BaseAddress", Slack.BaseAddress.ToString()));

    internal static SlackReceipt Receipt(EffectOutcome outcome) =>
        JsonSerializer.Deserialize(Assert.IsType<EffectOutcome.Done>(outcome).Result.Span, EffectJson.Default.SlackReceipt)!;
}
