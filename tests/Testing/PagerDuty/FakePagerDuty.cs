using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Testing.Http;

namespace IncidentMesh.Testing.PagerDuty;

/// <summary>
/// One service with one Events API v2 integration. Strict: what the API does not allow is answered 400 and noted in
/// <see cref="Violations"/>. Its one operation is called <c>enqueue</c>.
/// </summary>
public sealed class FakePagerDuty : LoopbackServer
{
    /// <summary>Name of the operation, for scripts.</summary>
    public const string Enqueue = "enqueue";

    public const string RoutingKey = "0123456789abcdef0123456789ABCDEF";

    private readonly List<PagedIncident> _incidents = [];
    private readonly List<string> _violations = [];

    private FakePagerDuty(TimeProvider? time)
        : base(time)
    {
    }

    /// <summary>Incidents in the order of their opening: a trigger after a resolve opens another one.</summary>
    public IReadOnlyList<PagedIncident> Incidents
    {
        get
        {
            lock (Gate)
                return [.. _incidents];
        }
    }

    /// <summary>Every call that the API does not allow.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (Gate)
                return [.. _violations];
        }
    }

    public static async Task<FakePagerDuty> StartAsync(TimeProvider? time = null)
    {
        var pagerDuty = new FakePagerDuty(time);
        await pagerDuty.ListenAsync();
        return pagerDuty;
    }

    public Task WaitForAsync(Func<FakePagerDuty, bool> condition, TimeSpan timeout) => WaitAsync(() => condition(this), timeout);

    protected override string Operation(string path) => path == "/v2/enqueue" ? Enqueue : path;

    protected override ServedAnswer Refuse(string code) => Invalid([code]);

    protected override ServedAnswer Serve(ServedRequest request)
    {
        if (request.Path != "/v2/enqueue" || request.Method != "POST" || request.Query.Count > 0)
            return Note(new ServedAnswer(404, """{"status":"not found"}"""), $"{request.Method} {request.Path}");
        if (!request.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal))
            return Note(Invalid(["Content-Type must be application/json"]), "content type");

        JsonElement body;
        try
        {
            body = JsonDocument.Parse(request.Body).RootElement;
        }
        catch (JsonException)
        {
            return Note(Invalid(["JSON parse error"]), "not JSON");
        }

        if (PagerDutyEventCheck.Find(body, request.Body.Length) is { Count: > 0 } errors)
            return Note(Invalid(errors), string.Join("; ", errors));
        if (PagerDutyEventCheck.Text(body, "routing_key") != RoutingKey)
            return Invalid(["Invalid routing key"]);

        TakeIn(body);
        return new ServedAnswer(202, JsonSerializer.Serialize(new { status = "success", message = "Event processed", dedup_key = PagerDutyEventCheck.Text(body, "dedup_key") }));
    }

    private void TakeIn(JsonElement body)
    {
        var key = PagerDutyEventCheck.Text(body, "dedup_key")!;
        var action = PagerDutyEventCheck.Text(body, "event_action");
        var at = _incidents.FindLastIndex(incident => incident.DedupKey == key && incident.Status != "resolved");
        if (action != "trigger")
        {
            // Of an alert that is not open, PagerDuty takes the event and does nothing.
            if (at >= 0)
                _incidents[at] = _incidents[at] with { Status = action == "resolve" ? "resolved" : "acknowledged", Events = _incidents[at].Events + 1 };
            return;
        }

        var payload = JsonObject.Create(body.GetProperty("payload"))!;
        if (at >= 0)
        {
            _incidents[at] = _incidents[at] with { Payload = payload, Events = _incidents[at].Events + 1 };
            return;
        }

        _incidents.Add(new PagedIncident
        {
            DedupKey = key,
            Status = "triggered",
            Payload = payload,
            Client = PagerDutyEventCheck.Text(body, "client"),
            Links = body.TryGetProperty("links", out var links) ? JsonArray.Create(links) : null,
        });
    }

    private ServedAnswer Note(ServedAnswer answer, string violation)
    {
        _violations.Add(violation);
        return answer;
    }

    private static ServedAnswer Invalid(IReadOnlyList<string> errors) =>
        new(400, JsonSerializer.Serialize(new { status = "invalid event", message = "Event object is invalid", errors }));
}
