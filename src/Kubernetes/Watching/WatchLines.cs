using System.Buffers;
using System.IO.Pipelines;

namespace IncidentMesh.Kubernetes.Watching;

/// <summary>Reads the lines of a watch. A line stays valid until the next is asked for.</summary>
internal sealed class WatchLines(Stream body) : IAsyncDisposable
{
    // An object is at most about 1.5 MiB in etcd; JSON and managed fields make more of it.
    private const int MaxLine = 16 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
    private SequencePosition? _consumed;

    /// <returns>The next line without its end, or null where the stream has ended in good order.</returns>
    /// <exception cref="IOException">The stream broke, ended within a line, or a line is longer than any object.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_consumed is { } consumed)
        {
            _reader.AdvanceTo(consumed);
            _consumed = null;
        }

        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                _consumed = buffer.GetPosition(1, end);
                return buffer.Slice(0, end);
            }

            if (read.IsCompleted)
                return buffer.IsEmpty ? null : throw new IOException("the watch ended within an event");
            if (buffer.Length > MaxLine)
                throw new IOException($"an event of the watch is longer than {MaxLine} bytes");
            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();
}
