using System.Buffers.Binary;
using System.Globalization;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Signals.Late;

/// <summary>
/// The ids of the newest events of a partition. Kept as one ledger row a chunk, written in the commit that takes the
/// chunk in, so that memory and store never disagree about what was counted.
/// </summary>
internal sealed class SeenSignals(int window)
{
    private const string Prefix = "seen/";
    private const string End = "seen0";
    private const int IdLength = 16;
    private const int PageSize = 500;

    private readonly HashSet<SignalId> _ids = [];
    private readonly Queue<(string Row, SignalId[] Ids)> _chunks = new();

    public static async Task<SeenSignals> LoadAsync(ILedger ledger, LedgerKey key, int window)
    {
        var seen = new SeenSignals(window);
        var from = Prefix;
        while (true)
        {
            var rows = await ledger.ReadRowsAsync(key, from, End, PageSize, descending: false, CancellationToken.None);
            foreach (var row in rows)
            {
                seen.Remember(row.Key, Decode(row.Value.Span));
            }

            if (rows.Count < PageSize)
            {
                return seen;
            }

            from = rows[^1].Key + '\0';
        }
    }

    public bool Contains(SignalId id) => _ids.Contains(id);

    /// <summary>The row to write for a chunk, none where all of it was seen before, and the rows of chunks that fall out of the window.</summary>
    public (LedgerRow? Row, IReadOnlyList<string> Expired) Plan(long chunk, SignalId[] ids)
    {
        var total = _ids.Count + ids.Length;
        var expired = new List<string>();
        foreach (var (row, old) in _chunks)
        {
            // Deletions share the commit's limit with other rows: what is left over goes with the next chunk. Older versions wrote empty rows.
            if ((total <= window && old.Length > 0) || expired.Count >= LedgerLimits.MaxOperations / 2)
            {
                break;
            }

            total -= old.Length;
            expired.Add(row);
        }

        return (ids.Length > 0 ? new LedgerRow(RowKey(chunk), Encode(ids)) : null, expired);
    }

    /// <summary>Takes a planned chunk in, once it is committed.</summary>
    public void Apply(long chunk, SignalId[] ids, int expired)
    {
        for (var i = 0; i < expired; i++)
        {
            _ids.ExceptWith(_chunks.Dequeue().Ids);
        }

        if (ids.Length > 0)
        {
            Remember(RowKey(chunk), ids);
        }
    }

    private static string RowKey(long chunk) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{chunk:D16}");

    private void Remember(string row, SignalId[] ids)
    {
        _ids.UnionWith(ids);
        _chunks.Enqueue((row, ids));
    }

    private static byte[] Encode(SignalId[] ids)
    {
        var bytes = new byte[ids.Length * IdLength];
        for (var i = 0; i < ids.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * IdLength), ids[i].High);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan((i * IdLength) + 8), ids[i].Low);
        }

        return bytes;
    }

    private static SignalId[] Decode(ReadOnlySpan<byte> bytes)
    {
        var ids = new SignalId[bytes.Length / IdLength];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new SignalId(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * IdLength)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[((i * IdLength) + 8)..]));
        }

        return ids;
    }
}
