using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Testing.Storage;

/// <summary>
/// Says what goes wrong in the faulty decorators that share it, and holds calls at a gate so that a test can do
/// something in between. Safe for concurrent use.
/// </summary>
public sealed class StoreFaults
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StoreCall, Queue<StoreFault>> _next = [];
    private readonly Dictionary<StoreCall, StoreFault> _always = [];
    private readonly Dictionary<StoreCall, Queue<HeldCall>> _held = [];
    private readonly Dictionary<StoreCall, int> _counts = [];

    /// <summary>The next calls of this kind meet these faults, one each; then the rest follows <see cref="Always"/>.</summary>
    public void Next(StoreCall call, params ReadOnlySpan<StoreFault> faults)
    {
        lock (_lock)
        {
            var queue = _next.TryGetValue(call, out var found) ? found : _next[call] = new();
            foreach (var fault in faults)
            {
                queue.Enqueue(fault);
            }
        }
    }

    /// <summary>Every call of this kind meets this fault, until it is set to <see cref="StoreFault.None"/>.</summary>
    public void Always(StoreCall call, StoreFault fault)
    {
        lock (_lock)
        {
            _always[call] = fault;
        }
    }

    /// <summary>The store is down, or up again: every call fails and does nothing.</summary>
    public void Down(bool down = true)
    {
        foreach (var call in Enum.GetValues<StoreCall>())
        {
            Always(call, down ? StoreFault.Before : StoreFault.None);
        }
    }

    /// <summary>Nothing goes wrong any more, also not what <see cref="Next"/> had in store.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _next.Clear();
            _always.Clear();
        }
    }

    /// <summary>The next call of this kind that is not held yet waits before it reaches the store, until released.</summary>
    public HeldCall Hold(StoreCall call)
    {
        var held = new HeldCall();
        lock (_lock)
        {
            (_held.TryGetValue(call, out var found) ? found : _held[call] = new()).Enqueue(held);
        }

        return held;
    }

    /// <summary>How many calls of this kind were made, failed ones too.</summary>
    public int Count(StoreCall call)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(call);
        }
    }

    internal async ValueTask<T> RunAsync<T>(
        StoreCall call, Func<ValueTask<T>> inner, CancellationToken cancellationToken, Func<ValueTask<T>>? conflict = null)
    {
        StoreFault fault;
        HeldCall? held;
        lock (_lock)
        {
            _counts[call] = _counts.GetValueOrDefault(call) + 1;
            fault = _next.TryGetValue(call, out var queue) && queue.TryDequeue(out var next)
                ? next
                : _always.GetValueOrDefault(call);
            held = _held.TryGetValue(call, out var waiting) && waiting.TryDequeue(out var first) ? first : null;
        }

        if (held is not null)
        {
            await held.WaitAsync(cancellationToken);
        }

        switch (fault)
        {
            case StoreFault.Before:
                throw new StoreUnavailableException($"Test: {call} fails before it does anything.");
            case StoreFault.After:
                await inner();
                throw new StoreUnavailableException($"Test: {call} fails after it was done.");
            case StoreFault.Conflict:
                return conflict is null ? throw new InvalidOperationException($"{call} cannot conflict.") : await conflict();
            default:
                return await inner();
        }
    }
}
