using System.Buffers;
using System.Runtime;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Benchmarks.Pipeline.Servers;

/// <summary>What the ratios are measured against: reads a body, scans every token of its NDJSON, keeps nothing, answers 202.</summary>
internal static class BareEndpoint
{
    public const string Argument = "--bare";

    public static async Task RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapGet(ChildProcess.CompilingPath, () => JitInfo.GetCompilationTime().TotalSeconds);
        app.MapPost("/api/v1/ingest/falco", TakeAsync);
        await app.RunAsync();
    }

    private static async Task TakeAsync(HttpContext context)
    {
        var length = (int)context.Request.ContentLength!.Value;
        var body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(body.AsMemory(0, length), context.RequestAborted);
            var events = Scan(body.AsSpan(0, length));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"accepted":{{events}}}""");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static int Scan(ReadOnlySpan<byte> body)
    {
        var events = 0;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            events += reader.CurrentDepth == 0 && reader.TokenType == JsonTokenType.EndObject ? 1 : 0;
        }

        return events;
    }
}
