using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentMesh.Cli.Posture.Verdicts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Cli.Tests;

/// <summary>
/// The REST API as docs/api.md has it, on a port of this machine. Strict: what the document does not allow is refused,
/// so that a wrong request cannot pass a test. One thing of each kind is there.
/// </summary>
internal sealed partial class FakeApi : IAsyncDisposable
{
    public const string IncidentId = "inc-abcdefghijkl";
    public const string Hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private readonly WebApplication _app;
    private readonly List<FakeRequest> _requests = [];
    private readonly HashSet<string> _keys = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Lock _gate = new();

    private FakeApi(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The requests that change something.</summary>
    public IEnumerable<FakeRequest> Commands => Requests.Where(request => request.Method != "GET");

    /// <summary>Called before a request is served; an answer of its own goes first.</summary>
    public Func<FakeRequest, FakeAnswer?> Before { get; set; } = static _ => null;

    /// <summary>The one incident.</summary>
    public JsonObject Incident { get; set; } = FakeIncident.New();

    /// <summary>What plan-1 kept.</summary>
    public JsonObject Evidence { get; } = FakeIncident.Evidence();

    /// <summary>The one file of it.</summary>
    public JsonObject EvidenceFile { get; } = FakeIncident.EvidenceFile();

    /// <summary>A text that stands in each place of an answer where one can; null for answers as they should be.</summary>
    public string? Hostile { get; set; }

    /// <summary>Items in lists that go over several pages.</summary>
    public int ListLength { get; set; } = 1;

    public static async Task<FakeApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var api = new FakeApi(app);
        app.Run(api.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    /// <summary>Waits until that many requests have come in all.</summary>
    public async Task WaitForAsync(int requests)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (Requests.Count < requests)
            await _arrived.WaitAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new FakeRequest(context.Request, body.ToArray());
        FakeAnswer answer;
        lock (_gate)
        {
            _requests.Add(request);
            answer = Before(request) ?? Check(request) ?? Serve(request);
            if (Hostile is { } hostile && answer is { Status: < 300, Body: { } plain })
                answer = answer with { Body = HostileAnswer.Of(plain, hostile) };
        }

        _arrived.Release();
        if (answer.Silent)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body is { } text)
        {
            context.Response.ContentType = answer.ContentType
                ?? (answer.Status >= 400 ? "application/problem+json" : "application/json; charset=utf-8");
            if (answer.Cut)
            {
                context.Response.ContentLength = text.Length + 100;
                await context.Response.WriteAsync(text, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return;
            }

            await context.Response.WriteAsync(text, answer.Latin1 ? Encoding.Latin1 : Encoding.UTF8, context.RequestAborted);
        }
    }

    private FakeAnswer? Check(FakeRequest request)
    {
        if (request.Header("Authorization") != $"Bearer {Terminal.Token}")
            return FakeAnswer.Problem(401, "unauthorized", "A valid token is needed.");
        if (request.Path.Contains("//", StringComparison.Ordinal) || !request.Path.StartsWith("/api/v1/", StringComparison.Ordinal))
            return FakeAnswer.Problem(404, "not-found", "Not found.");
        if (request.Method == "POST" && request.Header("Idempotency-Key") is not { Length: >= 1 and <= 128 } key)
            return FakeAnswer.Problem(400, "invalid-request", "The fake wants an Idempotency-Key with each POST.");
        if (request.Method == "POST" && !_keys.Add(request.Header("Idempotency-Key")))
            return FakeAnswer.Problem(422, "idempotency-mismatch", "This Idempotency-Key was used for another request.");
        if (request.Method != "POST" && request.Body.Length > 0)
            return FakeAnswer.Problem(400, "invalid-request", $"The fake takes no body with {request.Method}.");
        if (request.OtherThan(Parameters(request)) is { } unknown)
            return FakeAnswer.Problem(400, "invalid-request", $"There is no parameter {unknown}.");
        if (request.Query("limit") is { Length: > 0 } limit && !(int.TryParse(limit, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 500))
            return FakeAnswer.Problem(400, "invalid-request", "limit must be 1 to 500.");
        return null;
    }

    private FakeAnswer Serve(FakeRequest request) => request.Route switch
    {
        ["GET", "incidents"] => Summaries(request),
        ["GET", "incidents", IncidentId] => Answer(Incident),
        ["GET", "incidents", IncidentId, "timeline"] => List(request, FakeIncident.Timeline()),
        ["GET", "incidents", IncidentId, "events"] => List(request, FakeIncident.Events()),
        ["GET", "incidents", IncidentId, "plan", "plan-1", "evidence"] => Answer(Evidence),
        ["GET", "incidents", IncidentId, "plan", "plan-1", "evidence", "1"] => Answer(EvidenceFile),
        ["POST", "incidents", IncidentId, "acknowledge"] => Command(request, [], incident => incident["state"] = "acknowledged"),
        ["POST", "incidents", IncidentId, "assign"] => Command(request, ["assignee"], incident => incident["assignee"] = request.Json!["assignee"]?.DeepClone()),
        ["POST", "incidents", IncidentId, "comments"] => Command(request, ["text"], _ => { }),
        ["POST", "incidents", IncidentId, "resolve"] => Command(request, request.Json?["verdict"] is null ? ["reason"] : ["reason", "verdict"], incident =>
        {
            incident["state"] = "resolved";
            Judge(incident, request);
        }),
        ["POST", "incidents", IncidentId, "verdict"] => Incident["state"]!.GetValue<string>() is "resolved" or "closed"
            ? Command(request, ["verdict", "reason"], incident => Judge(incident, request))
            : FakeAnswer.Problem(409, "conflict", "The incident is not over: resolve it with the verdict."),
        ["POST", "incidents", IncidentId, "close"] => Incident["state"]!.GetValue<string>() == "resolved"
            ? Command(request, [], incident => incident["state"] = "closed")
            : FakeAnswer.Problem(409, "conflict", "Only a resolved incident can be closed."),
        ["POST", "incidents", IncidentId, "reopen"] => Command(request, ["reason"], incident => incident["state"] = "open"),
        ["POST", "incidents", IncidentId, "plan"] => Decide(request, request.Json?["action"] is null ? ["reason"] : ["reason", "action", "pods"], "expired", "proposed"),
        ["POST", "incidents", IncidentId, "plan", "plan-1", "approve"] => Decide(request, ["hash"], "proposed", "executing"),
        ["POST", "incidents", IncidentId, "plan", "plan-1", "reject"] => Decide(request, ["reason"], "proposed", "rejected"),
        ["POST", "incidents", IncidentId, "plan", "plan-1", "undo"] => Decide(request, ["reason"], Incident["plan"]!["status"]!.GetValue<string>() == "executing" ? "executing" : "contained", Incident["plan"]!["action"]!.GetValue<string>() == "delete-pods" ? "failed" : "undoing"),
        _ => ServeAdministration(request),
    };

    private static string[] Parameters(FakeRequest request) => request.Route switch
    {
        ["GET", "incidents"] => ["state", "severity", "cluster", "subject", "verdict", "limit", "cursor"],
        ["GET", "incidents", _, "timeline" or "events"] or ["GET", "clusters", _, "dead-letters"] => ["limit", "cursor"],
        ["GET", "clusters", _, "inventory", _] => ["namespace", "limit", "cursor"],
        ["GET", "clusters", _, "vulnerabilities"] => ["namespace", "limit"],
        ["GET", "audit"] => ["cluster", "order", "limit", "cursor"],
        ["GET", "outbox", "dead-letters"] => ["limit"],
        ["GET", "clusters", _, "route"] => ["workload", "severity", "at"],
        _ => [],
    };

    private FakeAnswer Summaries(FakeRequest request)
    {
        var answer = List(request, [.. Enumerable.Range(1, ListLength).Select(number => FakeIncident.Summary(Incident, number))]);
        return answer.Status == 200
            ? FakeAnswer.Ok(With(JsonNode.Parse(answer.Body!)!.AsObject(), "suppressed", new JsonObject { ["signals"] = 17, ["suppressions"] = 2, ["expiringWithinADay"] = 1 }))
            : answer;
    }

    /// <summary>Pages with cursors that are only good for the same list with the same parameters.</summary>
    private static FakeAnswer List(FakeRequest request, IReadOnlyList<JsonObject> all, bool alwaysMore = false)
    {
        var name = $"{request.Path}?{request.QueryWithoutCursor}";
        var skip = 0;
        if (request.Query("cursor") is { Length: > 0 } cursor)
        {
            var parts = cursor.Split('|');
            if (parts is not [var position, var list] || list != Uri.EscapeDataString(name) || !int.TryParse(position, CultureInfo.InvariantCulture, out skip))
                return FakeAnswer.Problem(400, "invalid-request", "This cursor is of another list.");
        }

        var limit = request.Query("limit") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 50;
        var items = all.Skip(skip).Take(limit).ToList();
        var ended = skip + items.Count >= all.Count && !alwaysMore;
        return FakeAnswer.Ok(new JsonObject
        {
            ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
            ["nextCursor"] = ended ? null : string.Create(CultureInfo.InvariantCulture, $"{skip + items.Count}|{Uri.EscapeDataString(name)}"),
        });
    }

    private FakeAnswer Command(FakeRequest request, string[] members, Action<JsonObject> change)
    {
        if (request.CheckBody(members) is { } problem)
            return problem;
        if (request.Header("If-Match") is { Length: > 0 } seen && seen != ETag)
            return FakeAnswer.Problem(412, "version-conflict", "The incident has changed since version " + seen + ".");
        change(Incident);
        Incident["version"] = Incident["version"]!.GetValue<long>() + 1;
        return Answer(Incident);
    }

    private static void Judge(JsonObject incident, FakeRequest request)
    {
        var verdict = request.Json!["verdict"];
        (incident["verdict"], incident["judgedBy"], incident["judgedAt"]) =
            verdict is null ? (null, null, null) : (verdict.DeepClone(), JsonValue.Create("user:alice"), JsonValue.Create("2026-03-01T12:20:00Z"));
    }

    private FakeAnswer Decide(FakeRequest request, string[] members, string from, string to)
    {
        var plan = Incident["plan"]!.AsObject();
        if (members is ["hash"] && request.Json?["hash"]?.GetValue<string>() != plan["hash"]!.GetValue<string>())
            return FakeAnswer.Problem(409, "conflict", "The plan has another hash.");
        return plan["status"]!.GetValue<string>() == from
            ? Command(request, members, _ => plan["status"] = to)
            : FakeAnswer.Problem(409, "conflict", $"The plan is {plan["status"]}.");
    }

    private string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Incident["version"]!.GetValue<long>()}\"");

    private FakeAnswer Answer(JsonObject incident) => FakeAnswer.Ok(incident) with { Headers = new() { ["ETag"] = ETag } };
}
