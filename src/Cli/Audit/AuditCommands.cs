using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;
using Spectre.Console;

namespace IncidentMesh.Cli.Audit;

/// <summary><c>incidentmesh audit ...</c>: who decided or did what.</summary>
internal static class AuditCommands
{
    public static Command Create(OnlineCommands online) => online.Group(
        "audit", "The audit trail: who decided or did what.", List(online), Verify(online));

    private static Command List(OnlineCommands online)
    {
        var cluster = new Option<string?>("--cluster") { Description = "Only records of this cluster.", HelpName = "cluster" };
        var limit = Inputs.Limit(100, "records");
        var oldest = new Option<bool>("--oldest-first") { Description = "From the beginning of the trail; else the newest records come first." };
        return online.Command("list", "List the records, newest first.", [cluster, limit, oldest], async call => call.Show(
            await PagedList.ReadAsync(
                call.Api,
                "audit",
                [("cluster", call.Parsed.GetValue(cluster)), ("order", call.Parsed.GetValue(oldest) ? "oldest" : "newest")],
                call.Parsed.GetValue(limit),
                call.Cancellation),
            Table));
    }

    private static Command Verify(OnlineCommands online) => online.Command("verify", "Recompute every hash chain: was a record changed or taken out?", [], async call =>
    {
        var answer = await call.Api.GetAsync("audit/verify", call.Cancellation);
        var shown = call.Show(answer, Verdict);
        return answer is Answer.Done { Body: var verdict } && verdict.Member("intact").ValueKind != JsonValueKind.True
            ? call.Host.Fail(ExitCodes.Failed, "The audit trail is not intact.")
            : shown;
    });

    private static void Table(Screen screen, JsonElement list)
    {
        screen.Table(
            ["TIME", "ACTOR", "ACTION", "TARGET", "CLUSTER", "DETAIL"],
            list.Items("items").Select(record => (IReadOnlyList<Cell>)
            [
                record.Time("time"), record.Text("actor"), record.Text("action"), record.Text("target"), record.Text("cluster"), record.Text("detail"),
            ]),
            "No records.");
        screen.MoreHint(list);
    }

    private static void Verdict(Screen screen, JsonElement verdict)
    {
        screen.Line($"{verdict.Text("records")} records in {verdict.Text("chains")} chains.");
        foreach (var fault in verdict.Items("faults"))
            screen.Line(fault.ValueKind == JsonValueKind.String ? fault.GetString()! : JsonText.Compact(fault), new Style(Color.Red));
        if (verdict.Member("intact").ValueKind == JsonValueKind.True)
            screen.Line("Intact.");
    }
}
