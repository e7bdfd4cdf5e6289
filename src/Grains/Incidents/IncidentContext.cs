using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Grains.Incidents;

/// <summary>What a change around its workload makes of an incident.</summary>
internal static class IncidentContext
{
    private const string Inventory = "system:inventory";

    public static void Learn(IncidentDraft draft, WorkloadRisk risk, WorkloadRecord? context)
    {
        var (before, score) = (draft.Data.Risk, draft.Data.Score.Value);
        draft.Data = draft.Data with { Risk = risk };
        IncidentIntake.Rescore(draft, context);
        var changes = risk.Facts.Select(fact => fact.Name).Union(before?.Facts.Select(static fact => fact.Name) ?? [])
            .Select(name => (Name: name, Before: Word(before, name), Now: Word(risk, name)))
            .Where(static one => one.Before != one.Now)
            .Select(static one => $"{one.Name} {one.Before} -> {one.Now}")
            .ToList();
        if (before is not null && !before.Vulnerabilities.SequenceEqual(risk.Vulnerabilities))
        {
            changes.Add("vulnerabilities of its images");
        }

        if (changes.Count > 0)
        {
            draft.Tell("context", Inventory, $"{string.Join(", ", changes)}: the score is {draft.Data.Score.Value} and was {score}");
        }
    }

    private static string Word(WorkloadRisk? risk, string name) => risk?.Facts.FirstOrDefault(fact => fact.Name == name) switch
    {
        null => "unknown",
        { AtMost: { } most } fact => $"{fact.Value} to {most}",
        var fact => fact.Value,
    };
}
