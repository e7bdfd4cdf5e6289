using IncidentMesh.Benchmarks.AuditEvents;

namespace IncidentMesh.Benchmarks.Rules.Measuring;

/// <summary>The events in batches, which everything that is compared takes in by turns.</summary>
/// <param name="count">Events in all.</param>
internal sealed class EventBatches(int count)
{
    /// <summary>Which events: the same in every round and every run.</summary>
    public const int Seed = 20260601;

    private const int BatchSize = 5_000;

    public long Bytes { get; private set; }

    public int HostileCount { get; private set; }

    public IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> All()
    {
        (Bytes, HostileCount) = (0, 0);
        var generator = new AuditEventGenerator(Seed);
        for (var made = 0; made < count; made += BatchSize)
            yield return Batch(generator, Math.Min(BatchSize, count - made));
    }

    private List<ReadOnlyMemory<byte>> Batch(AuditEventGenerator generator, int size)
    {
        var events = new List<ReadOnlyMemory<byte>>(size);
        for (var i = 0; i < size; i++)
        {
            var made = generator.Next();
            events.Add(made.Json.ToArray());
            Bytes += made.Json.Length;
            HostileCount += made.IsHostile ? 1 : 0;
        }

        return events;
    }
}
