using IncidentMesh.Contracts.Storage;
using IncidentMesh.Storage.Sqlite.Engine.Writing;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>One database file: its writer and its readers.</summary>
internal sealed class StoreFile<TWrites, TReads>(
    StoreFileSettings settings,
    Func<SqliteDatabase, TWrites> writes,
    Func<SqliteDatabase, TReads> reads,
    Action<IReadOnlyList<StoreWrite<TWrites>>> committed,
    StorageInstruments instruments,
    ILogger logger)
    where TWrites : WriteSession
    where TReads : ReadSession
{
    private readonly StoreReaders<TReads> _readers = new(settings, reads);
    private readonly StoreWriter<TWrites> _writer = new(
        settings, () => writes(StoreConnections.OpenWriter(settings)), committed, instruments, logger);

    /// <exception cref="StoreUnavailableException">The file cannot be used.</exception>
    public void Open()
    {
        _writer.Start();
        _readers.Start();
        instruments.Watch(settings.Name, () => _writer.QueuedWrites);
    }

    /// <summary>Ends when the write is on disk. Cancelled in time, it is not written; else it is, and the end is awaited.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    public ValueTask<TResult> WriteAsync<TResult>(StoreWrite<TWrites, TResult> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _writer.Enqueue(write);
        return new(cancellationToken.CanBeCanceled ? write.CompleteAsync(cancellationToken) : write.Completion);
    }

    /// <exception cref="StoreUnavailableException">The file cannot be read.</exception>
    public ValueTask<TResult> ReadAsync<TArgument, TResult>(
        TArgument argument, Func<TReads, TArgument, TResult> read, CancellationToken cancellationToken) =>
        _readers.ReadAsync(argument, read, cancellationToken);

    /// <summary>Ends at once where the last transaction went well, else when a probe is on disk.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(settings.Path))
        {
            throw new StoreUnavailableException($"{settings.Path} is gone. Stop at once, keep the folder, and restore the file.");
        }

        if (_writer.Failure is not null)
        {
            await WriteAsync(new ProbeWrite<TWrites>(fill: true), cancellationToken);
            await WriteAsync(new ProbeWrite<TWrites>(fill: false), cancellationToken);
        }
    }

    /// <summary>Commits what waits, and closes the file.</summary>
    public async Task CloseAsync()
    {
        instruments.Unwatch(settings.Name);
        await _readers.CloseAsync();
        await _writer.CloseAsync();
    }
}
