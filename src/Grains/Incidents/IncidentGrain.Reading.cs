using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Grains.Incidents.Reading;

namespace IncidentMesh.Grains.Incidents;

// What an incident shows.
internal sealed partial class IncidentGrain
{
    public async Task<Incident?> GetAsync() =>
        await stored.LoadAsync(IncidentRows.Kind, Id) is { } data
            ? IncidentViews.Full(Id, stored.Version, data, await HaltShownAsync(data)) with { Plan = await tries.ShowAsync(stored.Key, data.Plan) }
            : null;

    public async Task<IReadOnlyList<TimelineEntry>> GetTimelineAsync(long after, int max) =>
        await stored.LoadAsync(IncidentRows.Kind, Id) is null ? [] : await reader.TimelineAsync(stored.Key, after, max);

    public async Task<IReadOnlyList<RawEvent>> GetEventsAsync(long skip, int max) =>
        await stored.LoadAsync(IncidentRows.Kind, Id) is { } data ? await reader.EventsAsync(stored.Key, data, skip, max, GrainFactory) : [];

    public async Task<EvidenceManifest?> GetEvidenceAsync(string plan) =>
        await stored.LoadAsync(IncidentRows.Kind, Id) is null ? null : await reader.EvidenceAsync(stored.Key, plan);

    public async Task<byte[]?> GetEvidenceFileAsync(string plan, int number) =>
        await stored.LoadAsync(IncidentRows.Kind, Id) is null ? null : await reader.EvidenceFileAsync(stored.Key, plan, number);

    private async ValueTask<ResponseHalt?> HaltShownAsync(IncidentData data)
    {
        try
        {
            return data.Plan is { Status: PlanStatus.Proposed or PlanStatus.Executing } ? (await ClusterAsync(data))?.Halt : null;
        }
        catch (StoreUnavailableException)
        {
            // What is in memory can be shown while the store is down.
            return null;
        }
    }
}
