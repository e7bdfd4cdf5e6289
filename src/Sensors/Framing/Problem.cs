using System.Text.Json;

namespace IncidentMesh.Sensors.Framing;

/// <summary>What is wrong with a piece.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">For people.</param>
internal readonly record struct Problem(int Line, string Text)
{
    public static Problem Of(JsonException exception, int firstLine, SplitLimits limits)
    {
        var message = exception.Message;
        if (message.Contains("maximum configured depth", StringComparison.Ordinal))
            message = $"nested deeper than {limits.MaxDepth} levels.";
        else if (message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end)
            message = message[..end];

        var line = firstLine + (int)(exception.LineNumber ?? 0);
        return new Problem(line, $"not JSON at byte {exception.BytePositionInLine + 1 ?? 1}: {message}");
    }
}
