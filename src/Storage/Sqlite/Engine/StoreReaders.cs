using System.Threading.Channels;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite.Engine;

/// <summary>
/// Connections for reading, opened when needed and used again. A read runs on its caller's thread: it takes some
/// microseconds from the page cache, and seldom more than a disk access.
/// </summary>
internal sealed class StoreReaders<TSession>
    where TSession : class, IDisposable
{
    private readonly StoreFileSettings _settings;
    private readonly Func<SqliteDatabase, TSession> _session;

    /// <summary>One slot for each reader that may run, with its connection once it has one.</summary>
    private readonly Channel<TSession?> _slots;

    private volatile bool _isOpen;

    public StoreReaders(StoreFileSettings settings, Func<SqliteDatabase, TSession> session)
    {
        _settings = settings;
        _session = session;
        _slots = Channel.CreateUnbounded<TSession?>();
        for (var i = 0; i < settings.MaxReaders; i++)
        {
            _slots.Writer.TryWrite(null);
        }
    }

    public void Start() => _isOpen = true;

    /// <exception cref="StoreUnavailableException">The file cannot be read.</exception>
    public async ValueTask<TResult> ReadAsync<TArgument, TResult>(
        TArgument argument, Func<TSession, TArgument, TResult> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowUnlessOpen();
        if (!_slots.Reader.TryRead(out var reader))
        {
            reader = await _slots.Reader.ReadAsync(cancellationToken);
        }

        try
        {
            ThrowUnlessOpen();
            reader ??= _session(StoreConnections.OpenReader(_settings));
            return read(reader, argument);
        }
        catch (Exception failure)
        {
            // The connection may be in the midst of a statement: the slot's next read gets a new one.
            reader?.Dispose();
            reader = null;
            if (failure is SqliteFailureException sqlite)
            {
                throw StoreFailures.Of(_settings.Path, sqlite);
            }

            throw;
        }
        finally
        {
            _slots.Writer.TryWrite(reader);
        }
    }

    /// <summary>Closes every connection once the reads that run have ended.</summary>
    public async Task CloseAsync()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        for (var i = 0; i < _settings.MaxReaders; i++)
        {
            (await _slots.Reader.ReadAsync())?.Dispose();
        }

        // Reads that still wait for a slot find that there is none, and throw.
        _slots.Writer.TryWrite(null);
    }

    private void ThrowUnlessOpen()
    {
        if (!_isOpen)
        {
            throw new StoreUnavailableException($"The {_settings.Name} is not open.");
        }
    }
}
