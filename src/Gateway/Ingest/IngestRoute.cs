using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Calls;
using IncidentMesh.Gateway.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace IncidentMesh.Gateway.Ingest;

/// <summary><c>POST /ingest/{format}</c>: takes signals. Nothing that a sender sends makes it fail.</summary>
internal static class IngestRoute
{
    public static void MapIngest(this IEndpointRouteBuilder api) =>
        api.MapPost("/ingest/{format}", TakeAsync)
            .Allow(Role.Ingest, RouteScope.Filtered)
            .DisableRequestTimeout()
            .WithTags("Ingest").WithName("Ingest").WithSummary("Takes signals of one sensor format; answers when they are on disk.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Description = "One JSON object, an array, an EventList, or NDJSON; gzip where Content-Encoding says so.",
                    Content = RequestContent.Types.ToDictionary(type => type, _ => new OpenApiMediaType()),
                };
                return Task.CompletedTask;
            });

    private static async Task<Results<Accepted<IngestReceipt>, Problem>> TakeAsync(
        string format,
        HttpContext context,
        Caller caller,
        IngestFormats formats,
        IngestSources sources,
        SignalIntake intake,
        GatewayInstruments instruments,
        IOptions<GatewayOptions> options,
        TimeProvider time)
    {
        if (formats.Find(format) is not { } known)
            return Refuse("unknown", "format", Problem.Of(404, $"There is no such format. Formats: {string.Join(", ", formats.Names)}; or {IngestFormats.Detected}, which tells them apart."));
        if (caller.Principal.Clusters is not [var cluster])
            return Refuse(known, "key", Problem.Forbidden("The key is bound to no cluster."));
        if (caller.Principal.Format is { } only && only != known)
            return Refuse(known, "key", Problem.Forbidden($"This key is for {only} and nothing else."));
        if (RequestContent.Refusal(context.Request, out var gzip) is { } wrongContent)
            return Refuse(known, "content", Problem.Of(StatusCodes.Status415UnsupportedMediaType, wrongContent));

        var source = sources.Of(caller.Principal.Credential);
        var wait = source.Events.WaitBeforeNext();
        if (wait > TimeSpan.Zero)
            return Refuse(known, "rate", Problem.RateLimited("This key sends more than its share.", (int)Math.Ceiling(wait.TotalSeconds)));

        // Read under our own limits. The server's limit is lifted, so that it takes the rest of a refused body in for a
        // moment (5 s at most): a sender that only gets a reset connection cannot tell that its batch was too large.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = null;
        switch (await BodyReader.ReadAsync(context.Request, gzip, options.Value.Ingest, source.Bytes, time, context.RequestAborted))
        {
            case BodyOutcome.Late:
                return Refuse(known, "late", Problem.Of(StatusCodes.Status408RequestTimeout));
            case BodyOutcome.TooLarge large:
                return Refuse(known, "too-large", Problem.TooLarge(large.Detail));
            case BodyOutcome.Malformed malformed:
                return Refuse(known, "malformed", Problem.Invalid(malformed.Detail));
            case BodyOutcome.Busy:
                return Refuse(known, "busy", Problem.Unavailable("Too many bytes wait to be stored. Send it again.", 1));
            case BodyOutcome.Read { Body: var body }:
                using (body)
                    return await KeepAsync(new LogPartition(cluster, known), body.Bytes);
            default:
                throw new InvalidOperationException("Unknown outcome of reading a body.");
        }

        async Task<Results<Accepted<IngestReceipt>, Problem>> KeepAsync(LogPartition partition, ReadOnlyMemory<byte> bytes)
        {
            var (split, problem) = intake.Split(bytes);
            if (split is null)
                return Refuse(known, "malformed", problem!);
            source.Events.Charge(split.Events.Count + split.Rejected.Count);
            try
            {
                return TypedResults.Accepted((string?)null, await intake.KeepAsync(partition, bytes, split, caller.Principal.Format));
            }
            catch (UnavailableException failure)
            {
                // Whatever was stored counts once when it comes again: for the sender it is simply not taken.
                return Refuse(known, "unavailable", Problem.Unavailable(failure.Message));
            }
        }

        Problem Refuse(string name, string reason, Problem problem)
        {
            instruments.Refused(name, reason);
            return problem;
        }
    }
}
