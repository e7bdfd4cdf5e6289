using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Testing.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>The gateway on a real Kestrel on loopback, over fake grains and an in-memory signal log that can fail.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayUnderTest(WebApplication app, FakeGrains grains, InMemorySignalLog log, StoreFaults faults, LogLines lines)
    {
        _app = app;
        Grains = grains;
        Log = log;
        Faults = faults;
        Lines = lines;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public FakeGrains Grains { get; }

    public InMemorySignalLog Log { get; }

    public StoreFaults Faults { get; }

    /// <summary>Everything that was logged.</summary>
    public LogLines Lines { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Configuration.</param>
    /// <param name="time">Another clock.</param>
    /// <param name="more">More routes.</param>
    /// <param name="services">The grains and the log to use instead of the fakes.</param>
    public static async Task<GatewayUnderTest> StartAsync(
        Dictionary<string, string?>? settings = null, TimeProvider? time = null, Action<WebApplication>? more = null, Action<IServiceCollection>? services = null)
    {
        var grains = new FakeGrains();
        var log = new InMemorySignalLog();
        var faults = new StoreFaults();
        var lines = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.ClearProviders().AddProvider(lines).SetMinimumLevel(LogLevel.Information).AddFilter("IncidentMesh", LogLevel.Trace);
        if (services is null)
            builder.Services.AddSingleton<IGrainFactory>(grains).AddSingleton<ISignalLog>(new FaultySignalLog(log, faults));
        else
            services(builder.Services);
        if (time is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        builder.Services.AddGateway(builder.Configuration);
        var app = builder.Build();
        app.MapGateway();
        more?.Invoke(app);
        await app.StartAsync();
        return new GatewayUnderTest(app, grains, log, faults, lines);
    }

    /// <summary>An ingest key of a cluster.</summary>
    public string Key(string cluster = "alpha", string? format = null) => Grains.Access.Key(cluster, format);

    public Task<HttpResponseMessage> IngestAsync(string key, HttpContent body, string format = "falco") =>
        SendAsync(HttpMethod.Post, $"/api/v1/ingest/{format}", key, body);

    public Task<HttpResponseMessage> IngestAsync(string key, string body, string format = "falco") =>
        IngestAsync(key, new StringContent(body, Encoding.UTF8, "application/json"), format);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    public Task<HttpResponseMessage> PostAsync(string path, string? token, string? json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, token, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>All events in the log of a partition, as text.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string partition = "alpha/falco")
    {
        var entries = await Log.ReadAsync(LogPartition.Parse(partition), 1, int.MaxValue, long.MaxValue, default);
        return [.. entries.SelectMany(entry => Enumerable.Range(0, entry.Batch.Count).Select(index => Encoding.UTF8.GetString(entry.Batch[index].Span)))];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonElement.Parse(text);
    }
}
