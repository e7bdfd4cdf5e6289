using System.Text.Json;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Gateway.Calls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace IncidentMesh.Gateway.Problems;

/// <summary>Turns what nobody caught into a problem: no stack trace and no message of ours leaves the process.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var gone = exception is ConnectionResetException or ConnectionAbortedException
            || (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested);
        if (gone)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await From(httpContext, exception).ExecuteAsync(httpContext);
        return true;
    }

    private Problem From(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return From(bad);
            case UnavailableException unavailable:
                LogUnavailable(Route(context), unavailable.OutcomeUnknown, exception);
                return Problem.Unavailable(unavailable.Message, 2, unavailable.OutcomeUnknown);
            case StoreUnavailableException:
                LogUnavailable(Route(context), false, exception);
                return Problem.Unavailable("The store cannot answer now.");
            default:
                LogFailed(context.Request.Method, Route(context), exception);
                return Problem.Of(
                    StatusCodes.Status500InternalServerError, "This is a defect of IncidentMesh; its log has it under the trace id.");
        }
    }

    private static Problem From(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException json } => Problem.Invalid(
            "The body is not the JSON that this route takes.",
            new ProblemError(
                "Not valid JSON, an unknown or doubled member, or a value of the wrong type.",
                "#" + (json.Path ?? "$").TrimStart('$').Replace('.', '/'),
                json.LineNumber is { } line and < int.MaxValue ? (int)line + 1 : null)),
        { StatusCode: StatusCodes.Status400BadRequest } => Problem.Invalid(
            bad.Message.StartsWith("Failed to bind parameter", StringComparison.Ordinal)
                ? "A parameter in the path or the query cannot be read."
                : "The request cannot be read, or its body is missing."),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.Of(415, "This route takes application/json."),
        _ => Problem.Of(bad.StatusCode),
    };

    /// <summary>The exception handler has taken the endpoint from the context by now, and keeps it in its feature.</summary>
    private static string Route(HttpContext context) =>
        (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
}
