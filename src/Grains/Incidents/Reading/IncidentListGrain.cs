using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Storage;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Incidents.Reading;

[GrainType("im.incident-list"), StatelessWorker]
internal sealed class IncidentListGrain(ILedger ledger, Serializer serializer) : Grain, IIncidentListGrain
{
    private const int PageSize = 200;

    /// <summary>A filter that leaves nothing must not read the whole ledger in one call.</summary>
    private const int MaxPages = 25;

    public async Task<IncidentPage> ListAsync(IncidentQuery query)
    {
        var max = Math.Clamp(query.Max, 1, 500);
        var after = Decode(query.Cursor);
        var incidents = new List<IncidentSummary>();
        for (var page = 0; page < MaxPages; page++)
        {
            var listed = await ledger.ListAsync(
                new LedgerQuery
                {
                    Kind = "incident",
                    Scopes = query.Clusters,
                    States = query.States is { Count: > 0 } states ? [.. states.Select(state => state.ToString().ToLowerInvariant())] : null,
                    Subject = query.Subject,
                    After = after,
                    Max = PageSize,
                },
                CancellationToken.None);
            foreach (var item in listed)
            {
                after = (item.Listing.Rank, item.Id);
                var summary = serializer.Read<IncidentSummary>(item.Listing.Value);
                if (summary.Severity < query.MinimumSeverity || (query.Verdict is { } verdict && summary.Verdict != verdict))
                {
                    continue;
                }

                incidents.Add(summary);
                if (incidents.Count == max)
                {
                    return new IncidentPage(incidents, Encode(item.Listing.Rank, item.Id));
                }
            }

            if (listed.Count < PageSize)
            {
                return new IncidentPage(incidents, null);
            }
        }

        return new IncidentPage(incidents, after is var (rank, id) ? Encode(rank, id) : null);
    }

    private static string Encode(long rank, string id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{rank}/{id}")));

    /// <summary>A cursor that is not ours begins from the start; the gateway refuses those before.</summary>
    private static (long Rank, string Id)? Decode(string? cursor)
    {
        if (cursor is null || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && long.TryParse(text.AsSpan(0, slash), NumberStyles.Integer, CultureInfo.InvariantCulture, out var rank)
            ? (rank, text[(slash + 1)..])
            : null;
    }
}
