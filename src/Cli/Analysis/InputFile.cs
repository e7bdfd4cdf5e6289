using System.IO.Compression;
using System.Text;

namespace IncidentMesh.Cli.Analysis;

/// <summary>A file's bytes as UTF-8, unpacked. What it is, its first bytes say and not its name.</summary>
/// <param name="Content">To be read once.</param>
/// <param name="Source">The file itself: its position tells how much is done.</param>
/// <param name="WrittenAt">When it was written last; null for standard input.</param>
internal sealed record InputFile(Stream Content, Stream Source, DateTimeOffset? WrittenAt) : IAsyncDisposable
{
    /// <summary>Standard input.</summary>
    public const string StandardInput = "-";

    private const int BufferSize = 64 * 1024;

    /// <summary>Bytes, unpacked, of the largest file that is read whole.</summary>
    private const int LargestWhole = 256 * 1024 * 1024;

    /// <summary>Bytes in the file, as far as it has an end that is known.</summary>
    public long? Length => Source.CanSeek ? Source.Length : null;

    /// <returns>The file, or why it cannot be opened.</returns>
    public static async Task<(InputFile? File, string Error)> OpenAsync(string path, CliHost host, CancellationToken cancellationToken)
    {
        try
        {
            if (path == StandardInput)
                return (await UnpackAsync(host.OpenInput(), null, cancellationToken), "");
            if (Directory.Exists(path))
                return (null, "it is a directory: name the files in it.");
            if (!File.Exists(path))
                return (null, "there is no such file.");

            var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            return (await UnpackAsync(source, new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero), cancellationToken), "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"it cannot be opened: {failure.Message}");
        }
    }

    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do with one of more than 256 MiB, as in <c>split it</c>.</param>
    /// <param name="host">Where standard input comes from.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>All bytes, or why they cannot be had.</returns>
    public static async Task<(ReadOnlyMemory<byte>? Content, string Error)> ReadWholeAsync(string path, string remedy, CliHost host, CancellationToken cancellationToken)
    {
        var (opened, error) = await OpenAsync(path, host, cancellationToken);
        if (opened is null)
            return (null, error);
        await using (opened)
        {
            try
            {
                using var content = new MemoryStream();
                var buffer = new byte[BufferSize];
                for (int read; (read = await opened.Content.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    if (content.Length + read > LargestWhole)
                        return (null, $"it is larger than {LargestWhole / (1024 * 1024)} MiB: {remedy}.");
                    content.Write(buffer, 0, read);
                }

                return (content.GetBuffer().AsMemory(0, (int)content.Length), "");
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                return (null, $"it cannot be read: {failure.Message}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static async Task<InputFile> UnpackAsync(Stream source, DateTimeOffset? writtenAt, CancellationToken cancellationToken)
    {
        var first = new byte[2];
        var read = await source.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(first.AsMemory(0, read), source);
        Stream content = (read, first[0], first[1]) switch
        {
            (2, 0x1f, 0x8b) => new BufferedStream(new GZipStream(whole, CompressionMode.Decompress), BufferSize),

            // What a redirection in Windows PowerShell writes.
            (2, 0xff, 0xfe) => Encoding.CreateTranscodingStream(whole, Encoding.Unicode, Encoding.UTF8),
            (2, 0xfe, 0xff) => Encoding.CreateTranscodingStream(whole, Encoding.BigEndianUnicode, Encoding.UTF8),
            _ => whole,
        };
        return new InputFile(content, source, writtenAt);
    }
}
