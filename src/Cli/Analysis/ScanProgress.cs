using System.Globalization;

namespace IncidentMesh.Cli.Analysis;

/// <summary>Says on a terminal how far a large file is read.</summary>
/// <param name="host">Where it is said.</param>
/// <param name="file">As it was named.</param>
/// <param name="input">What is read.</param>
/// <param name="found">What was found in it so far, in words.</param>
internal sealed class ScanProgress(CliHost host, string file, InputFile input, Func<string> found)
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
        host.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_file}: {done}{found()}\u001b[K"));
    }

    /// <summary>Takes the line back.</summary>
    public void End()
    {
        if (_said)
            host.Error.Write("\r\u001b[K");
    }
}
