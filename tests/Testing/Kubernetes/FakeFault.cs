using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>How the fake API server fails one request. <c>proceed</c> does what was asked, as if nothing were wrong.</summary>
public delegate Task FakeFault(HttpContext context, Func<Task> proceed);

/// <summary>Faults to inject.</summary>
public static class FakeFaults
{
    /// <summary>Answers a status without doing what was asked.</summary>
    public static FakeFault Status(int code, string message = "injected", string? retryAfter = null) => async (context, _) =>
    {
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await FakeApiServer.WriteStatusAsync(context, code, message);
    };

    /// <summary>Answers as something before the server does: no Status object.</summary>
    public static FakeFault Raw(int code, string text) => async (context, _) =>
    {
        context.Response.StatusCode = code;
        await context.Response.WriteAsync(text);
    };

    /// <summary>Does what was asked, and the connection breaks before the answer: the client cannot know.</summary>
    public static FakeFault LoseAnswer() => async (context, proceed) =>
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await proceed();
        context.Response.Body = body;
        context.Abort();
    };

    /// <summary>The connection breaks before anything is done.</summary>
    public static FakeFault Break() => (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Never answers; ends with the client's patience.</summary>
    public static FakeFault Stall() => async (context, _) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Does what was asked, and answers only the first half of the JSON, as if that were all.</summary>
    public static FakeFault CutAnswer() => async (context, proceed) =>
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await proceed();
        context.Response.Body = body;
        context.Response.ContentLength = null;
        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2));
    };

    /// <summary>Lets somebody else do something first, as a writer in a race does.</summary>
    public static FakeFault After(Action action) => async (_, proceed) =>
    {
        action();
        await proceed();
    };

    internal static string StatusBody(int code, string message) => new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = code switch { 401 => "Unauthorized", 403 => "Forbidden", 404 => "NotFound", 409 => "Conflict", 410 => "Expired", 422 => "Invalid", 429 => "TooManyRequests", _ => string.Create(CultureInfo.InvariantCulture, $"Code{code}") },
        ["code"] = code,
    }.ToJsonString();
}
