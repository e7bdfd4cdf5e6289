using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Incidents;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Plans;

/// <summary><c>incidentmesh plans evidence</c>: what a plan kept before it touched its workload.</summary>
internal static class EvidenceCommand
{
    public static Command Create(OnlineCommands online)
    {
        var incident = IncidentCommands.Incident();
        var plan = new Option<string?>("--plan") { Description = "Id of an earlier plan, such as plan-1; else the newest.", HelpName = "plan" };
        var to = new Option<string?>("--to") { Description = "Save the files into this folder, which must be new or empty.", HelpName = "folder" };
        return online.Command("evidence", "Show or save what a plan kept of its workload before it touched it.", [incident, plan, to], async call =>
        {
            var id = call.Parsed.GetRequiredValue(incident);
            var named = call.Parsed.GetValue(plan);
            if (named is null)
            {
                var newest = await PlanCommands.ReadAsync(call, incident);
                if (newest is not Answer.Done seen)
                    return call.Fail((Answer.Failed)newest);
                named = seen.Body.Member("plan").Text("id");
            }
            else if (!Inputs.IsId(named))
            {
                return call.Host.Fail(ExitCodes.Usage, $"'{named}' is no plan's id, such as plan-1.");
            }

            var answer = await call.Api.GetAsync(ApiPath.Of("incidents", id, "plan", named, "evidence"), call.Cancellation);
            if (answer is not Answer.Done { Body: var manifest })
            {
                return answer is Answer.Failed { Status: 404 }
                    ? call.Host.Fail(ExitCodes.NotFound, $"{named} of {id} has kept no evidence: it did not get that far, or is older than that step.")
                    : call.Fail((Answer.Failed)answer);
            }

            return call.Parsed.GetValue(to) is { } folder ? await SaveAsync(call, id, named, manifest, folder) : call.Show(answer, PlanTables.Evidence);
        });
    }

    private static async Task<int> SaveAsync(OnlineCall call, string incident, string plan, JsonElement manifest, string folder)
    {
        var files = manifest.Items("files").ToList();
        if (files.Count == 0)
        {
            call.Screen.Print(manifest, screen => PlanTables.Evidence(screen, manifest));
            return ExitCodes.Ok;
        }

        try
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                return call.Host.Fail(ExitCodes.Usage, $"{folder} is not empty: nothing was saved. Name a new folder.");
            var saving = new EvidenceFolder(folder);
            foreach (var file in files)
            {
                var answer = await call.Api.GetAsync(ApiPath.Of("incidents", incident, "plan", plan, "evidence", file.Text("number")), call.Cancellation);
                if (answer is not Answer.Done { Body: var content })
                    return call.Fail((Answer.Failed)answer);
                if (await saving.SaveAsync(file.Text("name"), file.Text("sha256"), Bytes(content.Member("content")), call.Cancellation) is { } problem)
                    return call.Host.Fail(ExitCodes.Failed, problem);
            }

            if (await saving.FinishAsync(manifest.Text("sha256"), call.Cancellation) is { } wrong)
                return call.Host.Fail(ExitCodes.Failed, wrong);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return call.Host.Fail(ExitCodes.Failed, $"{folder} cannot be written: {e.Message}");
        }

        call.Screen.Print(manifest, screen =>
        {
            screen.Line($"{(files.Count == 1 ? "1 file is" : $"{files.Count} files are")} in {folder}; each matches its hash. That of SHA256SUMS is {manifest.Text("sha256")}: compare it with step.evidence in the audit trail.");
            PlanTables.MissingEvidence(screen, manifest);
        });
        return ExitCodes.Ok;
    }

    private static byte[]? Bytes(JsonElement content) =>
        content.ValueKind == JsonValueKind.String && content.TryGetBytesFromBase64(out var bytes) ? bytes : null;
}
