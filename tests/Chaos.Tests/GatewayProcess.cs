using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace IncidentMesh.Chaos.Tests;

/// <summary>The gateway alone, in a process of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly List<string> _output = [];
    private readonly Process _process;

    private GatewayProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(40) };
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <param name="siloPort">The silo's <c>Orleans:GatewayPort</c>.</param>
    public static GatewayProcess Start(int siloPort)
    {
        var address = new Uri($"http://127.0.0.1:{SiloProcess.FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "IncidentMesh.Gateway.dll"),
                "--urls", address.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"--Gateway:Silos=127.0.0.1:{siloPort}"),
            },
        };
        return new GatewayProcess(Process.Start(start)!, address);
    }

    public void Authorize(AuthenticationHeaderValue token) => Client.DefaultRequestHeaders.Authorization = token;

    public Task BecomesReadyAsync(HttpStatusCode status) => Eventually.TrueAsync(
        async () =>
        {
            Assert.False(_process.HasExited, $"The gateway has ended:\n{Output}");
            using var response = await Client.GetAsync("/health/ready");
            return response.StatusCode == status;
        },
        TimeSpan.FromMinutes(2),
        () => $"Readiness never became {(int)status}:\n{Output}");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private void Remember(string? line)
    {
        lock (_output)
            _output.Add(line ?? "");
    }
}
