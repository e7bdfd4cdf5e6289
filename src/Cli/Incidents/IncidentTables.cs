using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Plans;
using IncidentMesh.Cli.Replicas;
using IncidentMesh.Cli.Suppressions;
using Spectre.Console;

namespace IncidentMesh.Cli.Incidents;

/// <summary>Incidents for people.</summary>
internal static class IncidentTables
{
    private static readonly Style Heading = new(decoration: Decoration.Bold);

    public static void List(Screen screen, JsonElement list)
    {
        screen.Table(
            ["INCIDENT", "SCORE", "SEVERITY", "STAGE", "STATE", "VERDICT", "CLUSTER", "SUBJECT", "SIGNALS", "LAST SEEN", "PLAN", "ASSIGNEE", "TITLE"],
            list.Items("items").Select(incident => (IReadOnlyList<Cell>)
            [
                incident.Text("id"),
                incident.Text("score"),
                Cell.Severity(incident.Text("severity")),
                incident.Text("stage"),
                incident.Text("state"),
                Verdict(incident.Text("verdict")),
                incident.Text("cluster"),
                Subject(incident),
                incident.Text("signals"),
                incident.Time("lastSeen"),
                incident.Text("planStatus"),
                incident.Text("assignee"),
                incident.Text("title"),
            ]),
            "No incidents.");
        SuppressionTables.Footer(screen, list);
        screen.MoreHint(list);
    }

    public static void Show(Screen screen, JsonElement incident)
    {
        screen.Line($"{incident.Text("id")}: {incident.Text("title")}", Heading);
        screen.Facts(
            ("State", incident.Text("state")),
            ("Verdict", incident.Has("verdict") ? $"{Verdict(incident.Text("verdict"))}, says {incident.Text("judgedBy")}, {incident.Time("judgedAt")}" : ""),
            ("Severity", incident.Text("severity")),
            ("Score", incident.Text("score")),
            ("Attack chain", string.Join(" -> ", incident.Items("chain").Select(step => step.Text("name")))),
            ("Hidden before", string.Join("; ", incident.Items("hidden").Select(step => $"{step.Text("count")} x {step.Text("title")} by {step.Text("suppression")}"))),
            ("Cluster", incident.Text("cluster")),
            ("Subject", Subject(incident)),
            ("Signals", $"{incident.Text("signals")} by {incident.Joined("sensors")}"),
            ("Seen", $"{incident.Time("firstSeen")} to {incident.Time("lastSeen")}"),
            ("Assignee", incident.Text("assignee")),
            ("By", string.Join("; ", incident.Items("actors").Select(actor => $"{actor.Text("who")}: {actor.Text("grounds")}"))),
            ("Users", incident.Joined("users")),
            ("Nodes", incident.Joined("nodes")),
            ("Merged into", incident.Text("mergedInto")),
            ("Waiting", incident.Member("waiting").Text("reason")),
            ("Looked at again", incident.Member("waiting").Time("lookAgainAt")),
            ("Version", incident.Text("version")));

        Section(screen, "What happened", ["COUNT", "SEVERITY", "FIRST SEEN", "LAST SEEN", "TECHNIQUES", "RULE", "EXAMPLE"], incident.Items("rules").Select(rule => (IReadOnlyList<Cell>)
        [
            rule.Text("count"), Cell.Severity(rule.Text("severity")), rule.Time("firstSeen"), rule.Time("lastSeen"), rule.Joined("techniques"), rule.Text("title"), rule.Text("example"),
        ]));
        if (incident.Items("deviations").Any())
        {
            screen.Line();
            screen.Line("What replicas do otherwise than their siblings", Heading);
            ComparisonTables.Deviations(screen, incident.Items("deviations"));
        }

        Section(screen, "Replicas", ["SIGNALS", "POD"], incident.Items("replicas").Select(replica => (IReadOnlyList<Cell>)[replica.Text("signals"), replica.Text("pod")]));
        if (incident.Items("places").Any())
            Section(screen, "Places", ["SIGNALS", "SUBJECT"], incident.Items("places").Select(place => (IReadOnlyList<Cell>)[place.Text("signals"), place.Text("subject")]));
        if (incident.Items("credentials").Any())
            Section(screen, "What somebody who was in a pod may have, and keep", ["KIND", "NAME", "WHAT TO DO"], incident.Items("credentials").Select(one => (IReadOnlyList<Cell>)[one.Text("kind"), one.Text("name"), one.Text("replace")]));
        Scoring(screen, incident);
        if (incident.Has("plan"))
        {
            screen.Line();
            PlanTables.Show(screen, incident);
        }
    }

    private static void Scoring(Screen screen, JsonElement incident)
    {
        var scoring = incident.Member("scoring");
        var range = scoring.Has("range") ? $", from {scoring.Member("range").Text("low")} to {scoring.Member("range").Text("high")} by what is not known" : "";
        Section(screen, $"Why a score of {incident.Text("score")}{range}", ["SHARE", "REASON", "SOURCE", "AS OF"], scoring.Items("factors").Select(factor => (IReadOnlyList<Cell>)
        [
            factor.Text("share"), factor.Text("reason"), factor.Text("source"), factor.Time("asOf"),
        ]));
        if (scoring.Items("wouldLower").Any())
            Section(screen, "What would lower it", ["TO", "CHANGE"], scoring.Items("wouldLower").Select(change => (IReadOnlyList<Cell>)[change.Text("score"), change.Text("change")]));
    }

    /// <summary>After a command.</summary>
    public static void Done(Screen screen, JsonElement incident)
    {
        var assignee = incident.Text("assignee") is { Length: > 0 } name ? $", assigned to {name}" : "";
        var verdict = incident.Has("verdict") ? $", {Verdict(incident.Text("verdict"))}" : "";
        screen.Line($"{incident.Text("id")} is {incident.Text("state")}{verdict}{assignee}: {incident.Text("title")}");
        if (incident.Text("state") is "resolved" or "closed" && incident.Text("planStatus") == "contained")
            screen.Line($"It is still contained: incidentmesh plans undo {incident.Text("id")} --reason TEXT");
    }

    /// <summary>After a verdict, with what follows from it.</summary>
    public static void Judged(Screen screen, JsonElement incident)
    {
        Done(screen, incident);
        if (incident.Text("verdict") is not ("benign" or "falsePositive"))
            return;
        foreach (var workload in incident.Items("deviations").Select(static deviation => deviation.Text("workload")).Distinct(StringComparer.Ordinal))
        {
            // What it did is others' text, and no part of a command that somebody may copy.
            if (workload?.Split('/') is [var cluster, .. { Length: 3 } parts] && Inputs.IsId(cluster) && parts.All(Inputs.IsId))
                screen.Line($"To have the comparison leave out what replicas did: incidentmesh replicas expect {cluster} {string.Join('/', parts)} --feature PATTERN --reason TEXT --expires 90d");
        }
    }

    /// <returns>A verdict for people.</returns>
    public static string Verdict(string name) => name switch
    {
        "truePositive" => "true positive",
        "falsePositive" => "false positive",
        _ => name,
    };

    public static void Timeline(Screen screen, JsonElement list)
    {
        screen.Table(
            ["TIME", "KIND", "ACTOR", "WHAT"],
            list.Items("items").Select(entry => (IReadOnlyList<Cell>)[entry.Time("time"), entry.Text("kind"), entry.Text("actor"), entry.Text("text")]),
            "Nothing yet.");
        screen.MoreHint(list);
    }

    public static void Events(Screen screen, JsonElement list)
    {
        screen.Table(
            ["NUMBER", "PLACE", "EVENT"],
            list.Items("items").Select(item => (IReadOnlyList<Cell>)
            [
                item.Text("number"),
                $"{item.Text("partition")} {item.Text("offset")}/{item.Text("index")}",
                item.Member("content") is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } content ? JsonText.Compact(content)
                    : item.Text("partition").EndsWith("/replica-comparison", StringComparison.Ordinal) ? "(found by comparing replicas: no event of a sensor)" : "(its retention time is over)",
            ]),
            "No events.");
        screen.MoreHint(list);
    }

    private static void Section(Screen screen, string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        screen.Line();
        screen.Line(title, Heading);
        screen.Table(columns, rows, "-");
    }

    private static string Subject(JsonElement incident)
    {
        var subject = incident.Member("subject");
        return subject.Text("kind") == "workload" ? subject.Text("name") : $"{subject.Text("kind")} {subject.Text("name")}";
    }
}
