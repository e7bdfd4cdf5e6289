using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Grains.Incidents.Reading;

namespace IncidentMesh.Grains.Incidents;

// What an incident learns of its surroundings after its signals.
internal sealed partial class IncidentGrain
{
    public async Task LearnAsync(IReadOnlyList<ExecSession> sessions)
    {
        // A merged incident's detections are told of elsewhere.
        if (await stored.LoadAsync(IncidentRows.Kind, Id) is not { MergedInto: null } data)
        {
            return;
        }

        var draft = Draft(data);
        if (IncidentIntake.Learn(draft, sessions))
        {
            await CommitAsync(draft);
        }
    }

    public async Task LearnRiskAsync(WorkloadRisk risk)
    {
        if (await stored.LoadAsync(IncidentRows.Kind, Id) is not { TakesSignals: true } data)
        {
            return;
        }

        risk = risk.After(data.Risk);
        if (risk.SaysTheSameAs(data.Risk))
        {
            return;
        }

        var draft = Draft(data);
        IncidentContext.Learn(draft, risk, await ContextAsync(data.Subject));
        await CommitAsync(draft);
    }
}
