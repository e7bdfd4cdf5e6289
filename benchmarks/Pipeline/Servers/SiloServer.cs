using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime;
using System.Text.Json.Nodes;
using IncidentMesh.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace IncidentMesh.Benchmarks.Pipeline.Servers;

/// <summary>The whole product in a child process on an empty data folder, asked as its admin.</summary>
internal sealed class SiloServer : IAsyncDisposable
{
    public const string Argument = "--silo";
    public const string PausedArgument = "--paused";

    private readonly string _folder;
    private readonly ChildProcess _process;

    private SiloServer(string folder, ChildProcess process)
    {
        _folder = folder;
        _process = process;
    }

    public ChildProcess Process => _process;

    /// <summary>The child's side: the silo as its own Program builds it, but for an endpoint that collects garbage.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="data">Data folder.</param>
    /// <param name="paused">Takes the pump out that asks the grains to process: everything else is there, and what is accepted stays in the log.</param>
    public static async Task RunAsync(string address, string data, bool paused)
    {
        var builder = SiloHost.Compose(new SiloArguments
        {
            DataFolder = data,
            Urls = address,
            // The load generator is one key; the quota of a key is not what is measured.
            Settings = ["--Gateway:Ingest:EventsPerSecond=100000000", "--Gateway:Ingest:BurstEvents=1000000000"],
        });
        if (paused)
        {
            builder.Services.Remove(builder.Services.Single(
                service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "IngestPump"));
        }

        await using var app = SiloHost.Build(builder);
        app.Use(async (context, next) =>
        {
            if (context.Request.Path == ChildProcess.CompilingPath)
            {
                await context.Response.WriteAsJsonAsync(JitInfo.GetCompilationTime().TotalSeconds);
                return;
            }

            if (context.Request.Path == "/benchmark/collect")
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                await context.Response.WriteAsJsonAsync(GC.GetTotalMemory(forceFullCollection: false));
                return;
            }

            await next(context);
        });
        await app.RunAsync();
    }

    public static async Task<SiloServer> StartAsync(bool paused = false)
    {
        var folder = Directory.CreateTempSubdirectory("incidentmesh-bench-").FullName;
        var process = await ChildProcess.StartAsync(Argument, "/health/ready", paused ? [folder, PausedArgument] : [folder]);
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "admin.token"));
        process.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return new SiloServer(folder, process);
    }

    public async Task<JsonNode> GetAsync(string path) => (await _process.Client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>Adds a cluster.</summary>
    /// <returns>A client that sends as that cluster's Falco.</returns>
    public async Task<HttpClient> AddClusterAsync(string cluster, JsonObject? settings = null)
    {
        settings ??= new JsonObject { ["adapter"] = "none" };
        settings["id"] = cluster;
        await PostAsync("/api/v1/clusters", settings);
        return await SensorAsync(cluster, "falco");
    }

    /// <summary>A client that sends as a cluster's sensor of one format.</summary>
    public async Task<HttpClient> SensorAsync(string cluster, string format)
    {
        var key = await PostAsync($"/api/v1/clusters/{cluster}/keys", new JsonObject { ["name"] = format, ["format"] = format });
        var sender = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = _process.Address, Timeout = TimeSpan.FromMinutes(2) };
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key["token"]!.GetValue<string>());
        return sender;
    }

    /// <summary>Events of all formats that every grain has taken in.</summary>
    public async Task<long> ProcessedAsync(string cluster)
    {
        var progress = await GetAsync($"/api/v1/clusters/{cluster}/ingest");
        var items = progress as JsonArray ?? progress["items"]!.AsArray();
        return items.Sum(item => item!["signals"]!.GetValue<long>());
    }

    /// <summary>Bytes of live objects after a full, compacting collection.</summary>
    public async Task<long> CollectAsync() => (await GetAsync("/benchmark/collect")).GetValue<long>();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var response = await _process.Client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"POST {path}: {(int)response.StatusCode} {text}");
    }
}
