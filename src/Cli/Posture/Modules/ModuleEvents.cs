using IncidentMesh.Cli.Analysis;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Posture.KernelModules;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Posture.Modules;

/// <summary>Reads from sensors' events which modules were loaded on which nodes. Memory does not grow with the files.</summary>
internal sealed class ModuleEvents(CliHost host) : IEventSink
{
    /// <summary>Nodes and modules that are kept.</summary>
    private const int Most = 10_000;

    /// <summary>Unread pieces that are named; further ones are only counted.</summary>
    private const int MostNamed = 20;

    private readonly Dictionary<(string Node, string Module), ModuleLoads> _loads = [];
    private string _file = "";
    private DateTimeOffset _readAt;
    private ISensorFormat? _format;

    public IEnumerable<ModuleLoads> Loads => _loads.Values;

    public int Unread { get; private set; }

    public async Task ReadAsync(string file, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(file, host, cancellationToken);
        _file = file;
        if (opened is null)
        {
            Refuse($"{file}: {error}");
            return;
        }

        await using (opened)
        {
            (_readAt, _format) = (opened.WrittenAt ?? host.Time.GetUtcNow(), null);
            try
            {
                await WindowedReading.ReadAsync(opened.Content, new EventScanner(this), static () => { }, cancellationToken);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                Refuse($"{file}: it cannot be read further: {failure.Message}");
            }
        }
    }

    public void OnEvent(ReadOnlySpan<byte> json, long line)
    {
        if (Take(json) is not { } error)
            return;
        if (EventEnvelopes.Open(json.ToArray(), SplitLimits.Default) is not { } envelope)
        {
            OnUnreadable(line, error);
            return;
        }

        foreach (var inner in envelope.Events)
        {
            if (Take(inner.Span) is { } innerError)
                OnUnreadable(line, $"in its envelope: {innerError}");
        }
    }

    public void OnUnreadable(long line, string error) => Refuse($"{_file}: line {line}: {error}");

    /// <returns>Why it is no event, or null.</returns>
    private string? Take(ReadOnlySpan<byte> json)
    {
        if (_format?.Recognizes(json) != true)
            _format = SensorFormats.Detect(json) ?? _format;
        if (_format is null)
            return "no event of a sensor that is known here.";
        if (!_format.TryRead(json, _readAt, out var signal, out var error))
            return error;
        if (ModuleSignals.Of(signal) is not { } load)
            return null;
        var key = (load.Node, load.Module);
        if (_loads.TryGetValue(key, out var before))
            _loads[key] = before.With(load);
        else if (_loads.Count < Most)
            _loads[key] = new ModuleLoads(load, load.Time, 1);
        else
            return $"it is of one more than {Most} nodes and modules: look at fewer events at a time.";
        return null;
    }

    private void Refuse(string why)
    {
        if (++Unread <= MostNamed)
            host.Fail(ExitCodes.Failed, why);
    }
}
