using System.Runtime.CompilerServices;

namespace IncidentMesh.Cli.Replicas;

/// <summary>Reads a stream line by line, each as soon as it is there: a pipe may have the next one in a minute.</summary>
internal static class LineReading
{
    private const int FirstBuffer = 64 * 1024;

    /// <param name="stream">UTF-8, with or without a byte order mark.</param>
    /// <param name="longest">Bytes of the longest line that is read; what is longer is passed over, whatever its length.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">The stream's packing is damaged; every whole line before that was given.</exception>
    /// <exception cref="IOException">The stream cannot be read further.</exception>
    public static async IAsyncEnumerable<Line> OfAsync(Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[FirstBuffer];
        var (length, looked, number, isTooLong) = (0, 0, 1L, false);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            var begin = 0;
            while (buffer.AsSpan(looked, length - looked).IndexOf((byte)'\n') is >= 0 and var found)
            {
                var end = looked + found;
                yield return new Line(number, Text(buffer.AsMemory(begin, end - begin), number, isTooLong || end - begin > longest));
                (begin, looked, isTooLong) = (end + 1, end + 1, false);
                number++;
            }

            if (read == 0)
            {
                if (isTooLong || length > begin)
                    yield return new Line(number, Text(buffer.AsMemory(begin, length - begin), number, isTooLong));
                yield break;
            }

            buffer.AsSpan(begin, length - begin).CopyTo(buffer);
            length -= begin;
            if (isTooLong || length > longest)
                (isTooLong, length) = (true, 0);
            else if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            looked = length;
        }
    }

    private static ReadOnlyMemory<byte>? Text(ReadOnlyMemory<byte> line, long number, bool isTooLong)
    {
        if (isTooLong)
            return null;
        return number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }
}
