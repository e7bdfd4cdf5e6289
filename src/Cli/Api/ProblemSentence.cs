using System.Globalization;
using System.Net;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Api;

/// <summary>Makes one sentence of an error answer (problem details, RFC 9457), with what helps against it.</summary>
internal static class ProblemSentence
{
    private const int MostErrors = 5;

    public static Answer.Failed Of(HttpResponseMessage response, byte[] content, Connection connection)
    {
        var status = response.StatusCode;
        var problem = AnswerText.TryParse(content, out var body) && body.Has("title") ? body : default;
        var detail = Detail(problem);
        var (exitCode, sentence) = status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType =>
                (ExitCodes.Usage, detail ?? "The server does not take this request."),
            HttpStatusCode.Unauthorized => (ExitCodes.Unauthorized,
                $"{connection.Server} does not accept the token from {connection.TokenSource}: it may be wrong, expired or revoked. Set {TokenSources.Variable} or --token-file."),
            HttpStatusCode.Forbidden => (ExitCodes.Unauthorized, detail ?? "This is not allowed for your token."),
            HttpStatusCode.NotFound when problem.ValueKind != JsonValueKind.Object => (ExitCodes.Failed,
                $"What answers at {connection.Server} is no IncidentMesh server of this version. Check --server."),
            HttpStatusCode.NotFound => (ExitCodes.NotFound, detail ?? "There is no such thing."),
            HttpStatusCode.PreconditionFailed => (ExitCodes.Refused, $"{detail ?? "It has changed in between."} Look at it again, then repeat the command."),
            HttpStatusCode.Conflict or HttpStatusCode.UnprocessableContent => (ExitCodes.Refused, detail ?? "Its present state does not allow this."),
            HttpStatusCode.TooManyRequests => (ExitCodes.Failed, $"{detail ?? "Too many requests."} {Later(response)}"),
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => (ExitCodes.Unreachable, Unavailable(problem, detail, response, connection)),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => (ExitCodes.Failed,
                $"{connection.Server} sends elsewhere ({response.Headers.Location}), where your token is not sent. Name the right address with --server."),
            _ => (ExitCodes.Failed, $"{detail ?? $"{connection.Server} failed ({(int)status})."} {Trace(problem)}".TrimEnd()),
        };
        return new Answer.Failed(exitCode, sentence, (int)status);
    }

    private static string? Detail(JsonElement problem)
    {
        var detail = problem.Text("detail") is { Length: > 0 } text ? text : problem.Text("title");
        if (detail.Length == 0)
            return null;

        var errors = problem.Items("errors").Take(MostErrors)
            .Select(static error => (Where: Where(error), What: error.Text("detail")))
            .Where(error => error.What.Length > 0 && error.What != detail)
            .Select(static error => error.Where + error.What)
            .ToList();
        return errors.Count == 0 ? detail : $"{detail} {string.Join(" ", errors)}";
    }

    private static string Where(JsonElement error) => error.Text("line") is { Length: > 0 } line
        ? $"Line {line}: "
        : error.Text("pointer") is { Length: > 0 } pointer ? $"{pointer.TrimStart('#', '/')}: " : "";

    private static string Unavailable(JsonElement problem, string? detail, HttpResponseMessage response, Connection connection) =>
        problem.Member("outcomeUnknown").ValueKind == JsonValueKind.True
            ? $"{detail} Nobody knows whether it was done: look before you ask again."
            : $"{detail ?? $"{connection.Server} is not available ({(int)response.StatusCode})."} {Later(response)}";

    private static string Later(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta is { } delay
        ? string.Create(CultureInfo.InvariantCulture, $"Try again in {Math.Max(1, delay.TotalSeconds):0} s.")
        : "Try again later.";

    private static string Trace(JsonElement problem) =>
        problem.Text("traceId") is { Length: > 0 } trace ? $"Report it with trace id {trace}." : "";
}
