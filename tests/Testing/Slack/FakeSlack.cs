using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Testing.Slack;

/// <summary>
/// A workspace with one channel and one installed app, behind the methods of Slack's Web API that we use. Strict: what
/// Slack's reference does not allow is answered as Slack documents it and noted in <see cref="Violations"/>.
/// </summary>
public sealed partial class FakeSlack : LoopbackServer
{
    public const string Token = "xoxb-0123456789-fake-bot-token";
    public const string ChannelId = "C0123456789";
    public const string BotId = "B0FAKE00001";

    private readonly List<FakeSlackMessage> _messages = [];
    private readonly List<string> _violations = [];
    private long _lastTs;

    private FakeSlack(TimeProvider? time)
        : base(time)
    {
    }

    /// <summary>Scopes that the app was granted.</summary>
    public ISet<string> Scopes { get; } = new HashSet<string> { "chat:write", "channels:history" };

    /// <summary>Whether the app is in the channel.</summary>
    public bool IsInChannel { get; set; } = true;

    /// <summary>Most messages on one page, whatever limit is asked for.</summary>
    public int PageSize { get; set; } = 999;

    /// <summary>The messages as they stand, oldest first.</summary>
    public IReadOnlyList<FakeSlackMessage> Messages
    {
        get
        {
            lock (Gate)
                return [.. _messages];
        }
    }

    /// <summary>Every call that Slack's reference does not allow.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (Gate)
                return [.. _violations];
        }
    }

    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var slack = new FakeSlack(time);
        await slack.ListenAsync();
        return slack;
    }

    public Task WaitForAsync(Func<FakeSlack, bool> condition, TimeSpan timeout) => WaitAsync(() => condition(this), timeout);

    /// <summary>A person, or another app, writes into the channel.</summary>
    /// <returns>The message's ts.</returns>
    public string PostAsOther(string text, string? botId = null, JsonObject? metadata = null)
    {
        lock (Gate)
        {
            var message = new FakeSlackMessage { Channel = ChannelId, Ts = NextTs(), BotId = botId, Text = text, Metadata = metadata };
            _messages.Add(message);
            return message.Ts;
        }
    }

    /// <summary>A person takes a message away.</summary>
    public void Delete(string ts)
    {
        lock (Gate)
            _messages.RemoveAll(message => message.Ts == ts);
    }

    protected override string Operation(string path) => path.StartsWith("/api/", StringComparison.Ordinal) ? path[5..] : path;

    protected override ServedAnswer Refuse(string code) => new(200, Json(new JsonObject { ["ok"] = false, ["error"] = code }));

    protected override ServedAnswer Serve(ServedRequest request)
    {
        try
        {
            Authenticate(request);
            var answer = Operation(request.Path) switch
            {
                "auth.test" => new JsonObject { ["url"] = "https://fake.slack.com/", ["team_id"] = "T0123456789", ["user_id"] = "U0FAKE00001", ["bot_id"] = BotId },
                "chat.postMessage" => Post(request),
                "chat.update" => Update(request),
                "conversations.history" => History(request),
                "conversations.replies" => Replies(request),
                _ => throw new SlackRefusal("unknown_method"),
            };
            answer["ok"] = true;
            return new ServedAnswer(200, Json(answer));
        }
        catch (SlackRefusal refusal)
        {
            return Refuse(request, refusal);
        }
    }

    private ServedAnswer Refuse(ServedRequest request, SlackRefusal refusal)
    {
        var answer = new JsonObject { ["ok"] = false, ["error"] = refusal.Code };
        if (refusal.Code == "missing_scope")
        {
            answer["needed"] = refusal.Detail;
            answer["provided"] = string.Join(',', Scopes);
        }
        else if (refusal.Detail is { } detail)
        {
            answer["response_metadata"] = new JsonObject { ["messages"] = new JsonArray("[ERROR] " + detail) };
        }

        // What depends on the workspace is no fault of the caller.
        if (refusal.Code is not ("message_not_found" or "thread_not_found" or "missing_scope" or "not_in_channel" or "channel_not_found"))
            _violations.Add($"{Operation(request.Path)}: {refusal.Code} {refusal.Detail}");
        return new ServedAnswer(200, Json(answer));
    }

    private void Authenticate(ServedRequest request)
    {
        if (request.Query.ContainsKey("token") || request.Query.Any(pair => pair.Value.ToString().Contains("xoxb", StringComparison.Ordinal)))
            throw new SlackRefusal("invalid_auth", "the token stands in the address");
        if (request.Headers.Authorization.Count == 0)
            throw new SlackRefusal("not_authed");
        if (request.Headers.Authorization != $"Bearer {Token}")
            throw new SlackRefusal("invalid_auth");
    }

    private void Need(string scope)
    {
        if (!Scopes.Contains(scope))
            throw new SlackRefusal("missing_scope", scope);
    }

    private void NeedChannel(string channel)
    {
        if (channel != ChannelId)
            throw new SlackRefusal("channel_not_found");
        if (!IsInChannel)
            throw new SlackRefusal("not_in_channel");
    }

    /// <summary>The next identity: the time in microseconds, never twice.</summary>
    private string NextTs()
    {
        _lastTs = Math.Max(_lastTs + 1, (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return string.Create(CultureInfo.InvariantCulture, $"{_lastTs / 1_000_000}.{_lastTs % 1_000_000:000000}");
    }

    private static string Json(JsonObject answer) => JsonSerializer.Serialize(answer);
}
