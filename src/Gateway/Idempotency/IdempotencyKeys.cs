using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Rest;

namespace IncidentMesh.Gateway.Idempotency;

/// <summary>
/// Answers a repeated POST with the first answer. A key is bound to its principal and to method, path, query and body.
/// Where nobody knows whether the first request was carried out, its key stays taken.
/// </summary>
internal sealed partial class IdempotencyKeys(RequestDelegate next, GrainCalls calls, ILogger<IdempotencyKeys> logger)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKey = 128;

    public async Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers[Header];
        if (header.Count == 0
            || context.GetEndpoint()?.Metadata.GetMetadata<IdempotentRoute>() is null
            || context.Features.Get<Principal>() is not { } principal)
        {
            await next(context);
            return;
        }

        if (header.Count != 1 || header[0] is not { Length: >= 1 and <= MaxKey } key || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await Problem.Invalid($"{Header} must be 1 to {MaxKey} visible ASCII characters, once.").ExecuteAsync(context);
            return;
        }

        var grain = calls.Grains.GetGrain<IIdempotencyGrain>($"{principal.Credential}/{key}");
        var fingerprint = await FingerprintAsync(context.Request, context.RequestAborted);
        var answer = await BeginAsync(grain, fingerprint);
        switch (answer.Verdict)
        {
            case IdempotencyVerdict.Replay:
                await ReplayAsync(context.Response, answer);
                break;
            case IdempotencyVerdict.Mismatch:
                await new Problem(Body(ProblemTypes.IdempotencyMismatch, 422, "This Idempotency-Key was used for another request."))
                    .ExecuteAsync(context);
                break;
            case IdempotencyVerdict.InProgress:
                await new Problem(Body(
                    ProblemTypes.IdempotencyInProgress, 409, "The first request with this Idempotency-Key has not ended, or its outcome is unknown."))
                    .ExecuteAsync(context);
                break;
            default:
                await ProceedAsync(context, grain, fingerprint);
                break;
        }
    }

    private async Task<IdempotencyAnswer> BeginAsync(IIdempotencyGrain grain, string fingerprint)
    {
        try
        {
            return await calls.CommandAsync(_ => grain.BeginAsync(fingerprint));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // At most the key is taken for a while; the request itself has not begun.
            throw new UnavailableException("Idempotency keys cannot be checked now.", failure);
        }
    }

    private static async Task<string> FingerprintAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // REST bodies are small (Gateway:MaxRequestBytes), so this holds one in memory and gives it on to the route.
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        body.Position = 0;
        request.Body = body;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Task ReplayAsync(HttpResponse response, IdempotencyAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers[ReplayedHeader] = "true";
        return answer.Body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(answer.Body).AsTask();
    }

    private async Task ProceedAsync(HttpContext context, IIdempotencyGrain grain, string fingerprint)
    {
        var client = context.Response.Body;
        var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch (Exception failure) when (failure is BadHttpRequestException or UnavailableException { OutcomeUnknown: false })
        {
            await EndAsync(() => grain.AbandonAsync(fingerprint));
            throw;
        }
        finally
        {
            context.Response.Body = client;
        }

        await EndAsync(() => KeepAsync(context, grain, fingerprint, answer));
        answer.Position = 0;
        await answer.CopyToAsync(client, context.RequestAborted);
    }

    private static Task KeepAsync(HttpContext context, IIdempotencyGrain grain, string fingerprint, MemoryStream answer)
    {
        var response = context.Response;
        if (response.StatusCode >= StatusCodes.Status500InternalServerError)
            return grain.AbandonAsync(fingerprint);
        if (context.Features.Get<SecretAnswer>() is not { } secret)
            return grain.CompleteAsync(fingerprint, response.StatusCode, response.ContentType, answer.ToArray());
        var notKept = Body(
            ProblemTypes.SecretNotKept, 409, "It was made by the first request with this key. Its secret was shown then and is not kept.");
        var problem = notKept with { CredentialId = secret.CredentialId };
        return grain.CompleteAsync(
            fingerprint, problem.Status, Problem.ContentType,
            JsonSerializer.SerializeToUtf8Bytes(problem, GatewayJson.Default.ProblemBody));
    }

    /// <summary>The command is done whatever becomes of its record: the asker gets the answer, the key stays taken.</summary>
    private async Task EndAsync(Func<Task> record)
    {
        try
        {
            await calls.CommandAsync(_ => record());
        }
        catch (UnavailableException failure)
        {
            LogNotRecorded(failure);
        }
    }

    private static ProblemBody Body(string type, int status, string detail) =>
        new() { Type = type, Title = "The request was not carried out again.", Status = status, Detail = detail };

    [LoggerMessage(4201, LogLevel.Warning, "The answer to a request with an Idempotency-Key could not be recorded: the key stays taken.")]
    private partial void LogNotRecorded(Exception failure);
}
