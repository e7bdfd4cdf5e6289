using System.Globalization;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Rules.Replay;

/// <summary>Says on standard error how far a replay is: on a terminal in one line, elsewhere now and then.</summary>
internal sealed class ReplayProgress(CliHost host, ReplayTotal total)
{
    private static readonly TimeSpan TerminalPace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LinePace = TimeSpan.FromSeconds(10);

    private long _saidAt = host.Time.GetTimestamp();
    private bool _said;

    public void Tell()
    {
        if (host.Time.GetElapsedTime(_saidAt) < (host.ErrorIsTerminal ? TerminalPace : LinePace))
            return;
        _saidAt = host.Time.GetTimestamp();
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{total.Events:N0} events{(total.Through is { } through ? ", up to " + JsonReading.Show(through) : "")}, {total.Rules.Sum(rule => rule.Count):N0} matches");
        if (host.ErrorIsTerminal)
            host.Error.Write($"\r{text}\u001b[K");
        else
            host.Error.WriteLine(text);
        _said = true;
    }

    /// <summary>Takes the line on the terminal back.</summary>
    public void End()
    {
        if (_said && host.ErrorIsTerminal)
            host.Error.Write("\r\u001b[K");
    }
}
