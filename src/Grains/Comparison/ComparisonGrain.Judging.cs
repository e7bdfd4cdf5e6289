using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Grains.Comparison;

// What people say that its findings were.
internal sealed partial class ComparisonGrain
{
    public Task HearVerdictAsync(string incident) => ChangeAsync(async _ =>
    {
        if (stored.State is not { } state || await GrainFactory.GetGrain<IIncidentGrain>(incident).GetAsync() is not { } judged)
        {
            return;
        }

        var next = FindingKeeping.Judged(state, judged, this.GetPrimaryKeyString());
        if (next != state)
        {
            await stored.CommitAsync(next);
        }
    });
}
