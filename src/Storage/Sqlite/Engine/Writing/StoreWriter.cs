using System.Diagnostics;
using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>
/// The one writer of a file: a thread that takes what has queued up, commits it as one transaction, and tells each
/// caller. While a transaction waits for the disk the next one gathers, so that the disk sets the pace and not the
/// number of callers (group commit).
/// </summary>
/// <param name="settings">The file and its bounds.</param>
/// <param name="open">Opens the writing connection; called again after the file or the disk failed.</param>
/// <param name="committed">Called on the writer's thread, outside locks, with each group that is on disk.</param>
/// <param name="instruments">Metrics.</param>
/// <param name="logger">Hears when the store fails and when it works again.</param>
internal sealed partial class StoreWriter<TSession>(
    StoreFileSettings settings,
    Func<TSession> open,
    Action<IReadOnlyList<StoreWrite<TSession>>> committed,
    StorageInstruments instruments,
    ILogger logger)
    where TSession : WriteSession
{
    private const int GroupsPerLogCheck = 32;

    private readonly WriteQueue<TSession> _queue = new(settings, instruments);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _groups;
    private bool _isStarted;
    private TSession? _session;
    private volatile StoreUnavailableException? _failure;

    /// <summary>Why the last transaction failed; null where it did not.</summary>
    public StoreUnavailableException? Failure => _failure;

    public int QueuedWrites => _queue.Count;

    /// <exception cref="StoreUnavailableException">The file cannot be used.</exception>
    public void Start()
    {
        try
        {
            _session = open();
        }
        catch (SqliteFailureException failure)
        {
            throw StoreFailures.Of(settings.Path, failure);
        }

        _isStarted = true;
        _queue.Open();
        new Thread(Run) { Name = $"IncidentMesh {settings.Name} writer", IsBackground = true }.Start();
    }

    /// <exception cref="StoreUnavailableException">The queue is full, or the store is not open.</exception>
    public void Enqueue(StoreWrite<TSession> write) => _queue.Enqueue(write);

    /// <summary>Takes no more writes, commits those that wait, and closes the connection.</summary>
    public Task CloseAsync()
    {
        _queue.Close();
        return _isStarted ? _ended.Task : Task.CompletedTask;
    }

    private void Run()
    {
        var group = new List<StoreWrite<TSession>>(WriteQueue<TSession>.MaxGroupWrites);
        while (_queue.Take(group))
        {
            WriteGroup(group);
            group.Clear();
        }

        _session?.Dispose();
        _ended.SetResult();
    }

    private void WriteGroup(List<StoreWrite<TSession>> group)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            _session ??= open();
            if (++_groups % GroupsPerLogCheck == 0)
            {
                _session.BoundLog(4 * settings.CheckpointBytes / settings.PageSize);
            }

            _session.Begin();
            foreach (var write in group)
            {
                WriteOne(_session, write);
            }

            _session.Commit();
            instruments.Committed(settings.Name, group.Count, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception failure)
        {
            // Whatever it was, the writer must go on; and what the connection remembers is no longer what is on disk.
            _session?.Dispose();
            _session = null;
            FailGroup(group, failure);
            return;
        }

        if (_failure is not null)
        {
            _failure = null;
            LogRecovered(settings.Name);
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        Announce(group);
    }

    /// <summary>What fails for a reason of its own is undone alone; the others of its group are committed.</summary>
    private static void WriteOne(TSession session, StoreWrite<TSession> write)
    {
        session.BeginOne();
        try
        {
            write.Apply(session);
        }
        catch (Exception failure) when (failure is not SqliteFailureException { IsOfStore: true })
        {
            session.UndoOne();
            write.Fail(failure);
        }

        session.EndOne();
    }

    private void FailGroup(List<StoreWrite<TSession>> group, Exception failure)
    {
        var unavailable = failure switch
        {
            StoreUnavailableException known => known,
            SqliteFailureException sqlite => StoreFailures.Of(settings.Path, sqlite),
            _ => new StoreUnavailableException($"{settings.Path}: the write failed: {failure.Message}", failure),
        };
        if (_failure is null)
        {
            LogFailed(settings.Name, unavailable);
        }

        _failure = unavailable;
        var isFull = failure is SqliteFailureException { Code: raw.SQLITE_FULL };
        var freeing = isFull ? group.FindAll(write => write.Frees) : [];
        foreach (var write in group)
        {
            // On a full disk, writes that make room would otherwise fail for ever with those that need room.
            if (freeing.Count == group.Count || !freeing.Contains(write))
            {
                write.Fail(unavailable);
                instruments.Refused(settings.Name, StorageInstruments.Failed);
            }
        }

        if (freeing.Count > 0 && freeing.Count < group.Count)
        {
            WriteGroup(freeing);
        }
    }

    private void Announce(List<StoreWrite<TSession>> group)
    {
        try
        {
            committed(group);
        }
        catch (Exception failure)
        {
            // A listener's fault must not stop the writer.
            LogListenerFailed(settings.Name, failure);
        }
    }
}
