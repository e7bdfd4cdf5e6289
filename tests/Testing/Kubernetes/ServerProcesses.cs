using System.Diagnostics;
using System.Globalization;

namespace IncidentMesh.Testing.Kubernetes;

/// <summary>
/// Child processes of one test server. A small shell beside them ends them also when the test process is killed and
/// cannot do so itself.
/// </summary>
internal sealed class ServerProcesses(string folder) : IDisposable
{
    private readonly List<(string Name, Process Process)> _started = [];
    private Process? _watchdog;

    /// <summary>Starts a program in the background; its output goes to <c>log/name.log</c>.</summary>
    public void Start(string name, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >\"$0\" 2>&1 </dev/null");
        start.ArgumentList.Add(LogOf(name));
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var proxy in new[] { "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy" })
            start.Environment.Remove(proxy);
        Watch();
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _started.Add((name, process));
        File.WriteAllText(Path.Combine(folder, $"{name}.pid"), Text(process.Id) + "\n");
    }

    /// <summary>Kills a program and starts it again with the same arguments.</summary>
    public void Restart(string name)
    {
        var index = _started.FindIndex(started => started.Name == name);
        var start = _started[index].Process.StartInfo;
        End(_started[index].Process);
        _started[index] = (name, Process.Start(start)!);
        File.WriteAllText(Path.Combine(folder, $"{name}.pid"), Text(_started[index].Process.Id) + "\n");
    }

    /// <summary>Throws, with the end of the log, where one of them has ended.</summary>
    public void ThrowIfEnded()
    {
        foreach (var (name, process) in _started)
        {
            if (!process.HasExited)
                continue;
            var lines = File.Exists(LogOf(name)) ? File.ReadAllLines(LogOf(name)) : [];
            throw new InvalidOperationException(
                $"{name} ended with {process.ExitCode}:{Environment.NewLine}{string.Join(Environment.NewLine, lines.TakeLast(20))}");
        }
    }

    public void Dispose()
    {
        if (_watchdog is not null)
            End(_watchdog);
        for (var i = _started.Count - 1; i >= 0; i--)
            End(_started[i].Process);
        _started.Clear();
    }

    private void Watch()
    {
        if (_watchdog is not null)
            return;
        const string Script =
            """
            while kill -0 "$1" 2>/dev/null; do sleep 1; done
            kill -9 $(cat "$2"/*.pid) 2>/dev/null
            rm -rf "$2"
            """;
        _watchdog = Process.Start("/bin/sh", ["-c", Script, "watchdog", Text(Environment.ProcessId), folder]);
    }

    private string LogOf(string name) => Path.Combine(folder, "log", $"{name}.log");

    // The state is thrown away with the folder, so there is nothing to shut down in order.
    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
