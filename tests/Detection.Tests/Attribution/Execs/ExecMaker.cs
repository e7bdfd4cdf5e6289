using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Sensors;

namespace IncidentMesh.Detection.Tests.Attribution.Execs;

/// <summary>Makes execs and processes of the pod <c>shop/web-0</c> as API server and Falco tell of them.</summary>
internal static class ExecMaker
{
    public const string Pod = "shop/web-0";

    private static readonly ReplicaRef Replica = new("prod", "shop", "web-0");

    /// <summary>An exec that the API server let pass, by the second of its request.</summary>
    public static ExecSession Exec(string user = "jane@example.com", double second = 0, string command = "sh", string? container = "web", bool terminal = true, double? end = null, ExecKind kind = ExecKind.Exec) => new()
    {
        Pod = Pod,
        User = user,
        Kind = kind,
        Start = SignalMaker.Start.AddSeconds(second),
        End = end is { } over ? SignalMaker.Start.AddSeconds(over) : null,
        Container = container,
        Command = kind == ExecKind.Attach ? null : command,
        Terminal = terminal,
        UserAgent = "kubectl/v1.31.0",
    };

    /// <summary>A Falco alert on a process, as it comes out of the format and the reader.</summary>
    public static ObservedSignal Process(string command, double second, params (string Name, JsonNode? Value)[] fields)
    {
        var (signal, raw) = Alert(command, second, fields);
        var detection = new Contracts.Signals.Detection { Rule = $"falco/{signal.Rule}", Title = signal.Rule, Severity = Severity.Medium };
        return new ObservedSignal(0, signal, [detection], Replica, Process: new ProcessChains().Read(signal, raw));
    }

    public static (Signal Signal, byte[] Raw) Alert(string command, double second, params (string Name, JsonNode? Value)[] fields)
    {
        var time = SignalMaker.Start.AddSeconds(second);
        var output = new JsonObject
        {
            ["evt.type"] = "execve",
            ["proc.cmdline"] = command,
            ["proc.name"] = command.Split(' ')[0],
            ["container.id"] = "4f1c2ab93e07",
            ["container.name"] = "web",
            ["k8s.ns.name"] = "shop",
            ["k8s.pod.name"] = "web-0",
        };
        foreach (var (name, value) in fields)
        {
            if (value is null)
                output.Remove(name);
            else
                output[name] = value;
        }

        var raw = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["rule"] = "Process in container",
            ["priority"] = "Warning",
            ["time"] = time.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["output_fields"] = output,
        });
        Assert.True(SensorFormats.Find(SensorNames.Falco)!.TryRead(raw, time, out var signal, out var error), error);
        return (signal, raw);
    }

    public static IReadOnlyList<ExecActor> Actors(IEnumerable<ExecSession> sessions, params ObservedSignal[] processes)
    {
        var fold = new FoldBuilder();
        foreach (var process in processes)
            fold.Add(process, process.Replica);
        foreach (var session in sessions)
            fold.Learn(session);
        return fold.ToFold().Actors;
    }
}
