using IncidentMesh.Detection;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Reads events as signals and collects the incidents that they are. Memory does not grow with the files.</summary>
internal sealed class FileAnalysis(string cluster, ISensorFormat? forced) : IEventSink
{
    /// <summary>Pieces that are listed; further ones are only counted.</summary>
    public const int MostListed = 1_000;

    private readonly IncidentCollector _collector = new(cluster);
    private readonly List<UnreadPiece> _unread = [];
    private string _file = "";
    private DateTimeOffset _readAt;
    private ISensorFormat? _format;

    public string Cluster => cluster;

    public long Signals => _collector.Signals;

    public long Duplicates => _collector.Duplicates;

    public IReadOnlyList<UnreadPiece> Unread => _unread;

    public long UnreadTotal { get; private set; }

    /// <summary>Files that could not be read at all.</summary>
    public int FailedFiles { get; private set; }

    public IReadOnlyList<CollectedIncident> Incidents => _collector.Incidents;

    /// <param name="file">As it was named.</param>
    /// <param name="readAt">The time of events that state none: when the file was written, so that each run says the same.</param>
    public void Begin(string file, DateTimeOffset readAt)
    {
        _file = file;
        _readAt = readAt;
        _format = forced;
    }

    public void OnEvent(ReadOnlySpan<byte> json, long line)
    {
        _format ??= SensorFormats.Detect(json);
        if (_format is null)
        {
            OnUnreadable(line, "no event of a sensor that is known here (see 'analyze --help' for --format).");
            return;
        }

        if (_format.TryRead(json, _readAt, out var signal, out var error))
            _collector.Add(signal);
        else if (forced is null && SensorFormats.Detect(json) is { } other && other.TryRead(json, _readAt, out signal, out error))
            // Logs of several sensors, put together in one file.
            _collector.Add(signal);
        else
            OnUnreadable(line, error);
    }

    public void OnUnreadable(long line, string error)
    {
        UnreadTotal++;
        if (_unread.Count < MostListed)
            _unread.Add(new UnreadPiece(_file, line, error));
    }

    public void OnFailedFile(string error)
    {
        FailedFiles++;
        OnUnreadable(0, error);
    }
}
