using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Analysis;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary>Reads files of others whole, within bounds.</summary>
internal static class JsonFile
{
    /// <summary>Bytes of the largest file, unpacked: scans of one image have a few MiB.</summary>
    public const int LargestFile = 256 * 1024 * 1024;

    /// <returns>The document, to be disposed of; or why there is none, in one sentence.</returns>
    public static async Task<(JsonDocument? Document, string Error)> ReadAsync(string path, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(path, host, cancellationToken);
        if (opened is null)
            return (null, error);
        await using (opened)
        {
            try
            {
                using var content = new MemoryStream();
                var buffer = new byte[64 * 1024];
                for (int read; (read = await opened.Content.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    if (content.Length + read > LargestFile)
                        return (null, $"it is larger than {LargestFile / (1024 * 1024)} MiB: split it by image.");
                    content.Write(buffer, 0, read);
                }

                content.Position = content.Length >= 3 && content.GetBuffer() is [0xef, 0xbb, 0xbf, ..] ? 3 : 0;
                return (await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken), "");
            }
            catch (JsonException failure)
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"it is no JSON from line {failure.LineNumber + 1} on, or nests deeper than 64."));
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                return (null, $"it cannot be read: {failure.Message}");
            }
        }
    }
}
