using System.Globalization;
using IncidentMesh.Cli.Output;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection;
using Spectre.Console;

namespace IncidentMesh.Cli.Analysis;

/// <summary>A report for people: the incidents, and why the first ones matter.</summary>
internal static class AnalysisTables
{
    /// <summary>Incidents that are explained below the table.</summary>
    private const int MostExplained = 5;

    /// <summary>Unreadable pieces that are named.</summary>
    private const int MostUnread = 5;

    /// <summary>Rules of an incident that are named, the most severe first.</summary>
    private const int MostRules = 12;

    /// <summary>Places of a digest that are named.</summary>
    private const int MostPlaces = 5;

    public static void Show(Screen screen, FileAnalysis analysis, FoldBalance fold, IReadOnlyList<CollectedIncident> incidents, IReadOnlyList<SuppressionCount> suppressions)
    {
        var repeats = analysis.Duplicates > 0 ? $" ({Number(analysis.Duplicates)} repeats counted once)" : "";
        screen.Line($"{Number(fold.Events)} signals{repeats}, {Number(analysis.UnreadTotal)} unreadable.");
        screen.Line($"{Number(fold.Detected)} of them in {Number(fold.Incidents)} {(fold.Incidents == 1 ? "incident" : "incidents")}, by {Number(fold.Detections)} detections; {Number(fold.Activity)} below the threshold; {Number(fold.Suppressed)} suppressed; {(fold.Probes > 0 ? $"{Number(fold.Probes)} probes and hooks of pods; " : "")}{Number(fold.Lost)} lost.");
        foreach (var piece in analysis.Unread.Take(MostUnread))
            screen.Line($"  {piece.File}{(piece.Line > 0 ? $":{piece.Line}" : "")}: {piece.Error}", new Style(Color.Yellow));
        if (analysis.UnreadTotal > MostUnread)
            screen.Line("  and more: -o json lists them.", new Style(Color.Yellow));
        screen.Line();

        screen.Table(
            ["SCORE", "SEVERITY", "STAGE", "SIGNALS", "FIRST SEEN", "LAST SEEN", "SUBJECT", "INCIDENT", "TITLE"],
            incidents.Select(incident => (IReadOnlyList<Cell>)
            [
                Number(incident.Score.Value),
                Cell.Severity(Word(incident.Severity)),
                incident.Fold.Stage > 0 ? Number(incident.Fold.Stage) : "",
                Number(incident.Fold.Signals),
                JsonReading.Show(incident.Fold.FirstSeen),
                JsonReading.Show(incident.Fold.LastSeen),
                $"{incident.Subject.Kind} {incident.Subject.Name}",
                incident.Id,
                incident.Title,
            ]),
            "No incidents.");

        if (suppressions.Count > 0)
        {
            screen.Line();
            screen.Table(
                ["HIDDEN", "SHOWN ALL THE SAME", "SUPPRESSION", "OWNER", "EXPIRES", "REASON"],
                suppressions.Select(static count => (IReadOnlyList<Cell>)
                [
                    Number(count.Hidden), Number(count.Shown), count.Suppression.Id, count.Suppression.Owner, JsonReading.Show(count.Suppression.Expires), count.Suppression.Reason,
                ]),
                "");
        }

        foreach (var incident in incidents.Take(MostExplained))
        {
            screen.Line();
            screen.Line($"{incident.Id}: {incident.Title}", new Style(decoration: Decoration.Bold));
            if (incident.Fold.Stage > 1)
                screen.Line($"  {string.Join(" -> ", incident.Fold.Chain.Select(static step => step.Name))}");
            foreach (var actor in incident.Fold.Actors)
                screen.Line($"  by {ExecActorText.Line(actor)}: {ExecActorText.Grounds(actor)}");
            if (incident.Fold.Subjects.Count > 0)
                screen.Line($"  {Places(incident)}");
            screen.Facts(
                incident.Fold.Rules.OrderByDescending(static rule => rule.Severity).Take(MostRules).Select(rule => (
                    $"  {Number(rule.Count)} x", (string?)$"{Word(rule.Severity)}: {rule.Title}{(rule.Example.Length > 0 && rule.Example != rule.Title ? $" - {rule.Example}" : "")}"))
                .Concat(incident.Score.Factors.Where(static factor => factor.Share != 0).Select(factor => ($"  {factor.Share:+0;-0;0}", (string?)factor.Reason))));
        }
    }

    private static string Places(CollectedIncident incident)
    {
        var places = ReportedPlace.Of(incident.Fold);
        var more = places.Count > MostPlaces ? $", and {Number(places.Count - MostPlaces)} more" : "";
        return string.Join(", ", places.Take(MostPlaces).Select(static place => $"{place.Subject} {Number(place.Signals)}")) + more;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
