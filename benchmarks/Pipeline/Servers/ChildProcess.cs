using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace IncidentMesh.Benchmarks.Pipeline.Servers;

/// <summary>This executable in another role and process, so that its CPU time and memory are its own.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Where a child tells the seconds that <see cref="CompilingAsync"/> asks for.</summary>
    public const string CompilingPath = "/benchmark/compiling";

    private readonly Process _process;

    private ChildProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>User and system time since the start, in steps of 10 ms.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Time that its just-in-time compiler took since the start.</summary>
    public async Task<TimeSpan> CompilingAsync() => TimeSpan.FromSeconds(await Client.GetFromJsonAsync<double>(CompilingPath));

    /// <summary>Resident set in bytes.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ChildProcess> StartAsync(string role, string readyPath, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        foreach (var argument in (string[])[role, address.ToString().TrimEnd('/'), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var child = new ChildProcess(Process.Start(start)!, address);
        child._process.OutputDataReceived += (_, _) => { };
        child._process.BeginOutputReadLine();
        await Until.TrueAsync(() => child.IsReadyAsync(readyPath), TimeSpan.FromMinutes(2), $"The child process {role} is not ready.");
        return child;
    }

    /// <summary>In the child: no server stays behind when the benchmark is killed.</summary>
    public static void EndWithParent() => new Thread(AwaitEndOfInput) { IsBackground = true }.Start();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void AwaitEndOfInput()
    {
        while (Console.In.Read() >= 0)
        {
        }

        Environment.Exit(0);
    }

    private async Task<bool> IsReadyAsync(string path)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The child process ended with {_process.ExitCode}.");
        }

        try
        {
            using var response = await Client.GetAsync(path);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
