using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Suppressions;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Reads events as signals and collects the incidents that they are. Memory does not grow with the files.</summary>
internal sealed class FileAnalysis(string cluster, ISensorFormat? forced, RuleLoad rules, IReadOnlyList<Suppression> suppressions, IReadOnlyList<PodRecord> pods) : IEventSink
{
    /// <summary>Pieces that are listed; further ones are only counted.</summary>
    public const int MostListed = 1_000;

    private readonly IncidentCollector _collector = new(cluster, rules: rules, suppressions: suppressions, pods: pods);
    private byte[] _event = new byte[64 * 1024];
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

    /// <summary>Signals in which nothing was detected.</summary>
    public long Activity => _collector.Activity;

    /// <summary>Signals that were probes and hooks of their pods.</summary>
    public long Probes => _collector.Probes;

    /// <summary>The incidents of what was read so far, highest score first. Decided anew at every call.</summary>
    public IReadOnlyList<CollectedIncident> Collect(out IReadOnlyList<SuppressionCount> suppressed) => _collector.Collect(out suppressed);

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
        if (_event.Length < json.Length)
            _event = new byte[Math.Max(json.Length, _event.Length * 2)];
        json.CopyTo(_event);
        var piece = _event.AsMemory(0, json.Length);
        if (TryRead(piece) is not { } error)
            return;
        if (EventEnvelopes.Open(piece, SplitLimits.Default) is not { } content)
        {
            OnUnreadable(line, error);
            return;
        }

        foreach (var inner in content.Events)
            if (TryRead(inner) is { } innerError)
                OnUnreadable(line, $"in its envelope: {innerError}");
        foreach (var unread in content.Errors)
            OnUnreadable(line, unread);
    }

    /// <returns>Why it cannot be read, or null.</returns>
    private string? TryRead(ReadOnlyMemory<byte> piece)
    {
        var json = piece.Span;
        // The sensor of the last event mostly wrote this one too; a file may hold several's, event by event.
        if (_format?.Recognizes(json) != true && forced is null)
            _format = SensorFormats.Detect(json) ?? _format;
        if (_format is null)
            return "no event of a sensor that is known here (see 'analyze --help' for --format).";
        if (!_format.TryRead(json, _readAt, out var signal, out var error))
            return error;

        try
        {
            _collector.Add(signal, piece);
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"the rules fail on it ({exception.GetType().Name}): please report it with this event.";
        }
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
