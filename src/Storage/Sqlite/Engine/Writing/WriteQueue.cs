using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite.Engine.Writing;

/// <summary>The writes that wait for a file's writer, bounded in number and in bytes.</summary>
internal sealed class WriteQueue<TSession>(StoreFileSettings settings, StorageInstruments instruments)
    where TSession : WriteSession
{
    public const int MaxGroupWrites = 512;

    private readonly object _gate = new();
    private readonly Queue<StoreWrite<TSession>> _queue = new();
    private long _bytes;
    private bool _isOpen;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
        }
    }

    /// <summary>Takes in nothing more. What waits can still be taken out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            Monitor.Pulse(_gate);
        }
    }

    /// <exception cref="StoreUnavailableException">The queue is full, or closed.</exception>
    public void Enqueue(StoreWrite<TSession> write)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                throw new StoreUnavailableException($"The {settings.Name} is not open.");
            }

            if (_queue.Count < settings.MaxQueuedWrites
                && (_queue.Count == 0 || _bytes + write.Bytes <= settings.MaxQueuedBytes))
            {
                _queue.Enqueue(write);
                _bytes += write.Bytes;
                Monitor.Pulse(_gate);
                return;
            }
        }

        instruments.Refused(settings.Name, StorageInstruments.Overloaded);
        throw new StoreUnavailableException($"The {settings.Name} is overloaded: its write queue is full. Try again soon.");
    }

    /// <summary>Waits for writes, and moves as many as one transaction takes to <paramref name="group"/>.</summary>
    /// <returns>False when the queue is empty and closed.</returns>
    public bool Take(List<StoreWrite<TSession>> group)
    {
        lock (_gate)
        {
            while (group.Count == 0)
            {
                while (_queue.Count == 0)
                {
                    if (!_isOpen)
                    {
                        return false;
                    }

                    Monitor.Wait(_gate);
                }

                Fill(group);
            }

            return true;
        }
    }

    private void Fill(List<StoreWrite<TSession>> group)
    {
        var bytes = 0L;
        while (group.Count < MaxGroupWrites
            && _queue.TryPeek(out var next)
            && (group.Count == 0 || bytes + next.Bytes <= settings.MaxGroupBytes))
        {
            _queue.Dequeue();
            _bytes -= next.Bytes;
            if (next.TryTake())
            {
                group.Add(next);
                bytes += next.Bytes;
            }
        }
    }
}
