using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Comparison;

// What people say that its findings were.
internal sealed partial class ComparisonGrain
{
    private const int MostMerges = 20;

    public Task RefreshVerdictAsync(string incident) => ChangeAsync(async memory =>
    {
        if (stored.State is not { } state || await FindAsync(incident) is not { } known)
        {
            return;
        }

        var workload = this.GetPrimaryKeyString();
        var findings = known.Deviations.Where(one => one.Workload == workload).ToList();
        var verdict = await VerdictAsync(known);
        var next = FindingKeeping.Judge(state with { Note = memory.Note }, findings, verdict);
        IReadOnlyList<LedgerRow> learned = [];
        var isUnlearned = false;
        foreach (var finding in verdict == Verdict.TruePositive ? findings : [])
        {
            isUnlearned |= finding.Replica is { } replica && memory.Comparison.Unlearn(replica, finding.Since);
        }

        if (isUnlearned)
        {
            (next, learned) = await ComparisonRows.SaveAsync(stored, next, memory.Comparison);
        }

        if (next != state)
        {
            await stored.CommitAsync(next, commit => commit with { Rows = learned });
        }
    });

    /// <returns>What it turned out to be, or the one that goes on with it.</returns>
    private async Task<Verdict?> VerdictAsync(Incident incident)
    {
        for (var merges = 0; merges < MostMerges && incident.MergedInto is { } into && await FindAsync(into) is { } further; merges++)
        {
            incident = further;
        }

        return incident.Verdict?.Verdict;
    }

    private Task<Incident?> FindAsync(string incident) => GrainFactory.GetGrain<IIncidentGrain>(incident).GetAsync();
}
