using System.Globalization;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Says on a terminal how far a large file is read.</summary>
internal sealed class ScanProgress(CliHost host, string file, InputFile input, FileAnalysis analysis)
{
    /// <summary>Smaller files are read before anybody has read what is said.</summary>
    private const long WorthSaying = 32 * 1024 * 1024;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly string _file = Output.PlainText.Of(file, 40);
    private long _saidAt = host.Time.GetTimestamp();
    private bool _said;

    public void Tell()
    {
        if (!host.ErrorIsTerminal || input.Length < WorthSaying || host.Time.GetElapsedTime(_saidAt) < Pace)
            return;

        _saidAt = host.Time.GetTimestamp();
        _said = true;
        var done = input.Length is > 0 and var length
            ? string.Create(CultureInfo.InvariantCulture, $"{100 * input.Source.Position / length} %, ")
            : "";
        host.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_file}: {done}{analysis.Signals:N0} signals\u001b[K"));
    }

    /// <summary>Takes the line back.</summary>
    public void End()
    {
        if (_said)
            host.Error.Write("\r\u001b[K");
    }
}
