namespace IncidentMesh.Cli.Analysis;

/// <summary>Moves a window over a stream. It grows only for a value that does not fit, up to what the scanner allows.</summary>
internal static class WindowedReading
{
    private const int FirstWindow = 1024 * 1024;

    /// <exception cref="InvalidDataException">The stream's packing is damaged; everything before that was taken.</exception>
    /// <exception cref="IOException">The stream cannot be read further.</exception>
    public static async Task ReadAsync(Stream stream, EventScanner scanner, Action progress, CancellationToken cancellationToken)
    {
        var window = new byte[FirstWindow];
        var length = 0;
        while (true)
        {
            var (read, failure) = await FillAsync(stream, window.AsMemory(length), cancellationToken);
            length += read;
            var final = length < window.Length;
            var taken = scanner.Scan(window.AsMemory(0, length), final && failure is null);
            progress();
            if (failure is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            if (final)
            {
                scanner.End();
                return;
            }

            if (taken == 0)
                Array.Resize(ref window, window.Length * 2);
            else
                window.AsSpan(taken, length - taken).CopyTo(window);
            length -= taken;
        }
    }

    /// <summary>Fills a buffer, or as much of it as the stream has. A failure does not cost what was read before it.</summary>
    private static async Task<(int Read, Exception? Failure)> FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        try
        {
            while (read < buffer.Length)
            {
                var more = await stream.ReadAsync(buffer[read..], cancellationToken);
                if (more == 0)
                    break;
                read += more;
            }

            return (read, null);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return (read, failure);
        }
    }
}
