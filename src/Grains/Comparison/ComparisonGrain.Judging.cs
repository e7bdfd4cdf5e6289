using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Comparison;

// What people say that its findings were.
internal sealed partial class ComparisonGrain
{
    public Task HearVerdictAsync(string incident) => ChangeAsync(async memory =>
    {
        if (stored.State is not { } state || await GrainFactory.GetGrain<IIncidentGrain>(incident).GetAsync() is not { } known)
        {
            return;
        }

        var (next, judged) = FindingKeeping.Judge(state, known, this.GetPrimaryKeyString());
        if (judged.Count == 0)
        {
            return;
        }

        IReadOnlyList<LedgerRow> learned = [];
        if (known.Verdict?.Is == Verdict.TruePositive)
        {
            foreach (var finding in judged.Where(static finding => finding.Replica is not null))
            {
                memory.Comparison.Disown(finding.Replica!, finding.Since, finding.Evidence.Select(static evidence => evidence.Feature));
            }

            (next, learned) = await ComparisonRows.SaveAsync(stored, next, memory.Comparison);
        }

        await stored.CommitAsync(next, commit => commit with { Rows = learned });
    });
}
