using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentMesh.Chaos.Tests;

/// <summary>The real product in a process of its own, which can be killed and started again on the same data folder.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int OutputTail = 40;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("incidentmesh-chaos-").FullName;
    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _output = [];
    private Process? _process;
    private DateTime _startedAt;
    private volatile bool _killing;
    private volatile bool _endTold;

    public SiloProcess(Dictionary<string, string>? settings = null)
    {
        _settings = settings ?? [];
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        Client = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Asks as the admin.</summary>
    public HttpClient Client { get; }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output.TakeLast(OutputTail));
            }
        }
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "IncidentMesh.Silo.dll"), "--data", _folder, "--urls", Address.ToString()])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in _settings)
        {
            start.Environment[$"INCIDENTMESH_{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
        }

        _killing = false;
        _process = Process.Start(start)!;
        _startedAt = _process.StartTime;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(ReadyAsync, StartTime, () => $"The silo is not ready:\n{Output}");
        var token = await File.ReadAllTextAsync(Path.Combine(_folder, "admin.token"));
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is said.</summary>
    public async Task KillAsync()
    {
        ThrowIfEnded();
        _killing = true;
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task<JsonNode> GetAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> PostAsync(string path, JsonNode? body = null)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"POST {path}: {(int)response.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
    }

    public async Task<HttpClient> SenderAsync(string cluster)
    {
        var key = await PostAsync($"/api/v1/clusters/{cluster}/keys", new JsonObject { ["name"] = "sensor" });
        var sender = NewClient();
        sender.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key["token"]!.GetValue<string>());
        return sender;
    }

    /// <returns>Whether it was accepted. Without an answer it may be there or not, and can be sent again.</returns>
    public static async Task<bool> TrySendAsync(HttpClient sender, string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/x-ndjson");
            using var response = await sender.PostAsync("/api/v1/ingest/falco", content);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_process is not null && !_endTold)
            {
                await KillAsync();
            }
        }
        finally
        {
            _process?.Dispose();
            Client.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>Says how the process ended, if it did so without being killed by the test.</summary>
    /// <exception cref="SiloEndedException">It did.</exception>
    public void ThrowIfEnded()
    {
        if (_killing || _process is not { HasExited: true } process)
        {
            return;
        }

        // Not before all output has been read.
        process.WaitForExit();
        _endTold = true;
        throw new SiloEndedException(process.ExitCode, process.ExitTime - _startedAt, Output);
    }

    private HttpClient NewClient() => new(new EndedSilo(this) { InnerHandler = new SocketsHttpHandler() })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private async Task<bool> ReadyAsync()
    {
        ThrowIfEnded();
        try
        {
            using var response = await Client.GetAsync("/health/ready");
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    /// <summary>Below the ports that systems give to connections, and those that the silo takes for Orleans: either could take it while the process is down.</summary>
    internal static int FreePort()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var port = Random.Shared.Next(10_000, 20_000);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }

    /// <summary>A question to a process that is gone fails at once, and says how the process ended.</summary>
    private sealed class EndedSilo(SiloProcess silo) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException)
            {
                silo.ThrowIfEnded();
                throw;
            }
        }
    }
}
