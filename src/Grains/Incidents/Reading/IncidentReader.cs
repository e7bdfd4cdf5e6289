using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Incidents.Evidence;
using IncidentMesh.Grains.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Incidents.Reading;

/// <summary>Reads an incident's story and its raw events, a page at a time.</summary>
internal sealed class IncidentReader(ILedger ledger, ISignalLog log, Serializer serializer)
{
    private const int MaxPage = 500;

    /// <summary>A page stops after so many bytes of raw events, but has at least one.</summary>
    private const long MaxPageBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Why an incident cannot be merged into another, or null. Read from the store and not asked of the other grain: two
    /// incidents that merge into each other at the same moment would wait for one another.
    /// </summary>
    public async Task<(CommandOutcome Outcome, string Reason)?> WhyNotIntoAsync(IncidentData from, string into)
    {
        if (into.Length is 0 or > LedgerLimits.MaxIdLength
            || await ledger.LoadAsync(new LedgerKey(IncidentRows.Kind, into), CancellationToken.None) is not { } head
            || serializer.Read<IncidentData>(head.State) is not { } other
            || other.Subject.Cluster != from.Subject.Cluster)
        {
            return (CommandOutcome.Invalid, "There is no such incident in the same cluster.");
        }

        return other.MergedInto is { } further ? (CommandOutcome.Refused, $"{into} was merged into {further}: merge into that one.") : null;
    }

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(LedgerKey key, long after, int max)
    {
        var rows = await ledger.ReadRowsAsync(
            key, IncidentRows.TimelineKey(after + 1), IncidentRows.TimelineEnd, Math.Clamp(max, 1, MaxPage), descending: false, CancellationToken.None);
        return [.. rows.Select(row => serializer.Read<TimelineEntry>(row.Value))];
    }

    /// <returns>What a plan kept; null where it kept nothing.</returns>
    public async Task<EvidenceManifest?> EvidenceAsync(LedgerKey key, string plan) =>
        await ledger.FindRowAsync(key, EvidenceRows.Key(plan, 0)) is { } row ? serializer.Read<EvidenceManifest>(row.Value) : null;

    /// <returns>A file as it was kept, compressed; null where there is none of this number.</returns>
    public async Task<byte[]?> EvidenceFileAsync(LedgerKey key, string plan, int number) =>
        number > 0 && await ledger.FindRowAsync(key, EvidenceRows.Key(plan, number)) is { } row ? row.Value.ToArray() : null;

    /// <summary>Its own raw events first, then those of the incidents merged into it, in the order of the merges.</summary>
    public async Task<IReadOnlyList<RawEvent>> EventsAsync(LedgerKey key, IncidentData data, long skip, int max, IGrainFactory grains)
    {
        var wanted = Math.Clamp(max, 1, MaxPage);
        if (skip < data.Events)
        {
            return await OwnEventsAsync(key, skip, wanted);
        }

        var start = data.Events;
        foreach (var merged in data.Merged)
        {
            if (skip < start + merged.Signals)
            {
                var events = await grains.GetGrain<IIncidentGrain>(merged.Id).GetEventsAsync(skip - start, wanted);
                var from = start;
                return [.. events.Select(item => item with { Number = item.Number + from })];
            }

            start += merged.Signals;
        }

        return [];
    }

    private async Task<IReadOnlyList<RawEvent>> OwnEventsAsync(LedgerKey key, long skip, int max)
    {
        var before = await ledger.ReadRowsAsync(
            key, IncidentRows.EventsStart, IncidentRows.EventsKey(skip + 1), 1, descending: true, CancellationToken.None);
        var events = new List<RawEvent>();
        var bytes = 0L;
        var from = before.Count > 0 ? before[0].Key : IncidentRows.EventsStart;
        while (events.Count < max && bytes < MaxPageBytes)
        {
            var rows = await ledger.ReadRowsAsync(key, from, IncidentRows.EventsEnd, 50, descending: false, CancellationToken.None);
            foreach (var row in rows)
            {
                bytes = await ReadRowAsync(row, skip, max, events, bytes);
                if (events.Count >= max || bytes >= MaxPageBytes)
                {
                    return events;
                }
            }

            if (rows.Count < 50)
            {
                return events;
            }

            from = rows[^1].Key + '\0';
        }

        return events;
    }

    private async Task<long> ReadRowAsync(LedgerRow row, long skip, int max, List<RawEvent> events, long bytes)
    {
        var first = IncidentRows.FirstEvent(row.Key);
        var (partition, positions) = EventPlaces.Decode(row.Value);
        SignalLogEntry? entry = null;
        for (var i = 0; i < positions.Count && events.Count < max && bytes < MaxPageBytes; i++)
        {
            var number = first + i;
            if (number < skip)
            {
                continue;
            }

            var position = positions[i];
            if (entry?.Offset != position.Offset)
            {
                var entries = await log.ReadAsync(LogPartition.Parse(partition), position.Offset, 1, 1, CancellationToken.None);
                entry = entries.Count > 0 && entries[0].Offset == position.Offset ? entries[0] : null;
            }

            var content = entry is not null && position.Index < entry.Batch.Count ? entry.Batch[position.Index].ToArray() : null;
            bytes += content?.Length ?? 0;
            events.Add(new RawEvent { Number = number, Partition = partition, Position = position, Content = content });
        }

        return bytes;
    }
}
