using System.Globalization;
using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Events.Json;

namespace IncidentMesh.Detection;

/// <summary>
/// Reads the process of an event and its ancestors, by Falco's field names: of Falco's alerts from the raw event, of other
/// sensors from the signal's facts. For one thread at a time.
/// </summary>
public sealed class ProcessChains
{
    /// <summary>Longest command kept, in characters.</summary>
    public const int LongestCommand = 256;

    /// <summary>The process and five ancestors: an exec'ed shell, a script in it and what that starts.</summary>
    private const int MostLinks = 6;

    private static readonly Names[] Generations = [.. Enumerable.Range(0, MostLinks).Select(static generation => new Names(generation))];
    private static readonly byte[] Terminal = "proc.tty"u8.ToArray();
    private static readonly byte[] File = "proc.exepath"u8.ToArray();
    private static readonly byte[] EventType = "evt.type"u8.ToArray();

    private readonly JsonIndex _json = new();
    private Signal? _signal;
    private int _fields;

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from; must not change meanwhile.</param>
    /// <returns>The chain; null where the event is of no process in a container.</returns>
    public ProcessChain? Read(Signal signal, ReadOnlyMemory<byte> raw)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Kind != SignalKind.Event || signal.Origin.OnHost || signal.Origin is { Pod: null, ContainerId: null } || !Begin(signal, raw))
            return null;

        var links = new List<ProcessLink>(2);
        foreach (var names in Generations)
        {
            if (Link(names) is not { } link)
                break;
            links.Add(link);
        }

        if (links.Count == 0 || links.TrueForAll(static link => link.Command is null))
            return null;
        return new ProcessChain { Links = links, Terminal = Find("proc.tty", Terminal) is { } terminal ? terminal != "0" : null, IsStart = IsExecution() };
    }

    private bool Begin(Signal signal, ReadOnlyMemory<byte> raw)
    {
        _signal = signal;
        if (signal.Sensor != SensorNames.Falco)
            return signal.Facts.Count > 0 && signal.Sensor != SensorNames.KubernetesAudit;
        if (raw.IsEmpty || !_json.TryBegin(raw))
            return false;
        _fields = _json.Find(JsonIndex.Root, "output_fields"u8);
        return _json.KindOf(_fields) == JsonTokenType.StartObject;
    }

    private ProcessLink? Link(Names names)
    {
        var line = Find(names.Command) ?? Find(names.OtherCommand);
        var program = Find(names.Name) ?? Find(names.OtherName);
        var pid = Number(Find(names.Pid) ?? Find(names.OtherPid));
        if (line is null && program is null && pid is null)
            return null;

        var command = line ?? program;
        return new ProcessLink
        {
            Command = command is null ? null : Normal(command),
            // Only these two state for certain that there were no arguments.
            ProgramOnly = line is null || (_signal!.Sensor is not (SensorNames.Falco or SensorNames.Tetragon) && !line.Contains(' ', StringComparison.Ordinal)),
            Pid = pid,
            StartedAt = Time(Find(names.Started)) ?? (names.Generation == 0 && IsExecution() ? _signal!.Time : null),
            IsInit = Find(names.InnerPid) == "1",
            File = names.Generation == 0 && Find("proc.exepath", File) is ['/', ..] file ? file[..Math.Min(file.Length, LongestCommand)] : null,
        };
    }

    /// <summary>The event is the start of its process.</summary>
    private bool IsExecution() => Find("evt.type", EventType) is { } type && (type.StartsWith("exec", StringComparison.Ordinal) || type == "spawned_process");

    /// <summary>The program without its folder: sensors differ in whether they state it.</summary>
    internal static string Normal(string command)
    {
        var text = command.Trim();
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var slash = text.AsSpan(0, end < 0 ? text.Length : end).LastIndexOf('/');
        if (slash >= 0)
            text = text[(slash + 1)..];
        return text.Length <= LongestCommand ? text : text[..LongestCommand];
    }

    private string? Find((string Text, byte[] Utf8) name) => Find(name.Text, name.Utf8);

    private string? Find(string name, byte[] utf8)
    {
        if (_signal!.Sensor != SensorNames.Falco)
            return _signal.Facts.GetValueOrDefault(name);

        var node = _json.Find(_fields, utf8);
        if (node == JsonIndex.None || _json.KindOf(node) is not (JsonTokenType.String or JsonTokenType.Number))
            return null;
        var text = _json.TextOf(node).Span;
        return text.IsEmpty || text.SequenceEqual("<NA>"u8) ? null : Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * LongestCommand)]);
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static DateTimeOffset? Time(string? nanoseconds) =>
        Number(nanoseconds) is { } number ? DateTimeOffset.UnixEpoch.AddTicks(number / TimeSpan.NanosecondsPerTick) : null;

    /// <summary>The names of one generation's values: process 0, parent 1, and so on.</summary>
    private sealed class Names(int generation)
    {
        public int Generation => generation;

        public (string, byte[]) Command { get; } = Of(generation, "cmdline");

        public (string, byte[]) OtherCommand { get; } = Other(generation, "cmdline");

        public (string, byte[]) Name { get; } = Of(generation, "name");

        public (string, byte[]) OtherName { get; } = Other(generation, "name");

        public (string, byte[]) Pid { get; } = Of(generation, "pid");

        public (string, byte[]) OtherPid { get; } = Other(generation, "pid");

        public (string, byte[]) Started { get; } = Key($"proc.{(generation == 0 ? "" : generation == 1 ? "p" : $"a{generation}")}pid.ts");

        public (string, byte[]) InnerPid { get; } = Key($"proc.{(generation == 0 ? "" : generation == 1 ? "p" : $"a{generation}")}vpid");

        private static (string, byte[]) Of(int generation, string what) =>
            Key(generation switch { 0 => $"proc.{what}", 1 => $"proc.p{what}", _ => $"proc.a{what}[{generation}]" });

        private static (string, byte[]) Other(int generation, string what) => Key($"proc.a{what}[{generation}]");

        private static (string, byte[]) Key(string text) => (text, Encoding.UTF8.GetBytes(text));
    }
}
