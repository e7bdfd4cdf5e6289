using System.Globalization;
using System.Text;
using System.Text.Json;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Rules.Run;

/// <summary>Evaluates rules and correlations on the events of files and prints what they fire. Memory does not grow with the files; what correlations may remember is bounded.</summary>
internal sealed class RuleRun(RuleLoad load, EventOpening opening, RuleMatching matching, CliHost host) : IEventSink
{
    /// <summary>Unread pieces that are named; further ones are only counted.</summary>
    private const int MostNamed = 20;

    private readonly EventContext _context = load.Compiled!.CreateContext();
    private readonly CorrelationRun _correlations = new(load);
    private readonly List<int> _matches = [];
    private readonly StringBuilder _lines = new();
    private byte[] _event = new byte[64 * 1024];
    private string _file = "";
    private DateTimeOffset _receivedAt;

    /// <summary>Events and pieces that should be such; the next one has this index.</summary>
    public long Events { get; private set; }

    public long Matches { get; private set; }

    /// <summary>Those of them that are no events of the source.</summary>
    public long Unread { get; private set; }

    /// <param name="file">As it was named.</param>
    /// <param name="receivedAt">The time of events that state none.</param>
    public void Begin(string file, DateTimeOffset receivedAt)
    {
        _file = file;
        _receivedAt = receivedAt;
    }

    public void OnEvent(ReadOnlySpan<byte> json, long line)
    {
        if (_event.Length < json.Length)
            _event = new byte[Math.Max(json.Length, _event.Length * 2)];
        json.CopyTo(_event);
        var piece = _event.AsMemory(0, json.Length);
        if (Evaluate(piece) is not { } error)
            return;
        if (EventEnvelopes.Open(piece, SplitLimits.Default) is not { } envelope)
        {
            OnUnreadable(line, error);
            return;
        }

        foreach (var inner in envelope.Events)
        {
            if (Evaluate(inner) is { } innerError)
                OnUnreadable(line, $"in its envelope: {innerError}");
        }

        foreach (var unread in envelope.Errors)
            OnUnreadable(line, unread);
    }

    public void OnUnreadable(long line, string error)
    {
        Events++;
        if (++Unread <= MostNamed)
            host.Fail(ExitCodes.Failed, string.Create(CultureInfo.InvariantCulture, $"{_file}: line {line}: {error}"));
    }

    /// <summary>Prints what was found so far.</summary>
    public void Flush()
    {
        host.Output.Write(_lines.ToString());
        _lines.Clear();
    }

    /// <returns>Why it is no event of the source, or null.</returns>
    private string? Evaluate(ReadOnlyMemory<byte> json)
    {
        if (opening.Open(json, _receivedAt, out var error) is not { } fields)
            return error ?? "no event.";
        _matches.Clear();
        load.Compiled!.Match(opening.Source, fields, _context, matching, _matches);
        foreach (var match in _matches)
            Print(load.EnabledRules[match], load.Outputs[match].Render(_context));
        _matches.Clear();
        _correlations.Take(opening.Source, _context, _matches);
        foreach (var match in _matches)
            Print(load.EnabledCorrelations[match].Rule, _correlations.Output(match, _context));
        Events++;
        return null;
    }

    private void Print(LoadedRule rule, string output)
    {
        Matches++;
        _lines.Append(JsonSerializer.Serialize(new
        {
            rule = rule.Name,
            priority = rule.Priority.ToString(),
            output,
            tags = rule.Tags,
            @event = Events,
        })).Append('\n');
    }
}
