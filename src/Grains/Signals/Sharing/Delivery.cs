using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Grains.Signals.Sharing;

/// <summary>One grain's part of a chunk.</summary>
internal sealed class Delivery
{
    /// <summary>The first word of what stands for a comparison.</summary>
    public const string Comparison = "comparison";

    private readonly Func<Range, Task> _send;
    private readonly Func<int, SignalPosition> _positionOf;

    private Delivery(string to, Severity loss, int count, Func<Range, Task> send, Func<int, SignalPosition> positionOf) =>
        (To, Loss, Count, _send, _positionOf) = (to, loss, count, send, positionOf);

    /// <summary>What the grain stands for, such as <c>workload c1/shop/Deployment/web</c>.</summary>
    public string To { get; }

    /// <summary>How grave it is that the grain does not know of it.</summary>
    public Severity Loss { get; }

    public int Count { get; }

    public static Delivery Of<T>(string to, Severity loss, List<T> items, Func<T, SignalPosition> positionOf, Func<List<T>, Task> send) =>
        new(to, loss, items.Count, part => send(items[part]), at => positionOf(items[at]));

    public Task SendAsync(Range part) => _send(part);

    public SignalPosition PositionOf(int item) => _positionOf(item);
}

/// <summary>Signals that a grain failed on until the log went on without it.</summary>
/// <param name="To">What the grain stands for.</param>
/// <param name="Loss">How grave it is that the grain does not know of them.</param>
/// <param name="Count">How many.</param>
/// <param name="First">Where the first of them is in the log,</param>
/// <param name="Last">and where the last.</param>
/// <param name="Failure">What it failed with.</param>
internal sealed record SetAside(string To, Severity Loss, int Count, SignalPosition First, SignalPosition Last, Exception Failure)
{
    public bool IsOfComparison => To.StartsWith(Delivery.Comparison, StringComparison.Ordinal);
}
