using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Analysis;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary>Reads JSON files of others whole.</summary>
internal static class JsonFile
{
    /// <returns>The document, to be disposed of; or why there is none, in one sentence.</returns>
    public static async Task<(JsonDocument? Document, string Error)> ReadAsync(string path, CliHost host, CancellationToken cancellationToken)
    {
        var (read, error) = await InputFile.ReadWholeAsync(path, "split it by image", host, cancellationToken);
        if (read is not { } content)
            return (null, error);
        try
        {
            return (JsonDocument.Parse(content.Span is [0xef, 0xbb, 0xbf, ..] ? content[3..] : content), "");
        }
        catch (JsonException failure)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {failure.LineNumber + 1} on, or nests deeper than 64."));
        }
    }
}
