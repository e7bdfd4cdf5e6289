using System.Diagnostics;
using System.Globalization;
using IncidentMesh.Gateway.Rest;

namespace IncidentMesh.Gateway.Problems;

/// <summary>An error answer. Written whatever the request's Accept header says: a problem nobody can read helps nobody.</summary>
internal sealed class Problem(ProblemBody body) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    public ProblemBody Body => body;

    /// <summary>Seconds to wait before another try; null where another try is of no use.</summary>
    public int? RetryAfter { get; init; }

    public int? StatusCode => body.Status;

    public static Problem Invalid(string detail, params IReadOnlyList<ProblemError> errors) =>
        new(new ProblemBody
        {
            Type = ProblemTypes.InvalidRequest,
            Title = "The request is not valid.",
            Status = StatusCodes.Status400BadRequest,
            Detail = detail,
            Errors = errors.Count == 0 ? null : errors,
        });

    /// <param name="what">What was asked for, such as <c>incident</c>. The same answer where the asker may not see it.</param>
    public static Problem NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, $"There is no such {what}, or it is not visible to you.");

    public static Problem Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    public static Problem Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, detail);

    public static Problem TooLarge(string detail) => Of(StatusCodes.Status413PayloadTooLarge, detail);

    public static Problem Unavailable(string detail, int retryAfter = 2, bool outcomeUnknown = false) =>
        new(Plain(StatusCodes.Status503ServiceUnavailable, detail) with { OutcomeUnknown = outcomeUnknown })
        {
            RetryAfter = retryAfter,
        };

    public static Problem RateLimited(string detail, int retryAfter) =>
        new(Plain(StatusCodes.Status429TooManyRequests, detail)) { RetryAfter = retryAfter };

    /// <summary>The problem that a bare status code stands for.</summary>
    public static Problem Of(int status, string? detail = null) => new(Plain(status, detail));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = body.Status;
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var traced = body with { TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier };
        // Without the request's token: after a timeout it is cancelled, and this is the answer that says so.
        return response.WriteAsJsonAsync(traced, GatewayJson.Default.ProblemBody, ContentType, CancellationToken.None);
    }

    private static ProblemBody Plain(int status, string? detail)
    {
        var (type, title) = status switch
        {
            400 => (ProblemTypes.InvalidRequest, "The request is not valid."),
            401 => (ProblemTypes.Unauthorized, "A valid token is needed."),
            403 => (ProblemTypes.Forbidden, "This is not allowed for you."),
            404 => (ProblemTypes.NotFound, "Not found."),
            405 => (ProblemTypes.MethodNotAllowed, "This method is not allowed here."),
            408 => (ProblemTypes.Timeout, "The request took too long to arrive."),
            409 => (ProblemTypes.Conflict, "The present state does not allow this."),
            412 => (ProblemTypes.VersionConflict, "It has changed in between."),
            413 => (ProblemTypes.TooLarge, "The request is too large."),
            415 => (ProblemTypes.UnsupportedMediaType, "This content is not taken here."),
            429 => (ProblemTypes.RateLimited, "Too much at once."),
            503 => (ProblemTypes.Unavailable, "Not available at the moment."),
            >= 500 => (ProblemTypes.Internal, "Something went wrong on our side."),
            _ => (ProblemTypes.InvalidRequest, "The request is not valid."),
        };
        return new ProblemBody { Type = type, Title = title, Status = status, Detail = detail ?? title };
    }
}
