using System.CommandLine;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Clusters;

namespace IncidentMesh.Cli.DeadLetters;

/// <summary><c>incidentmesh dead-letters ...</c>: what senders sent and nobody could read, and effects that were given up.</summary>
internal static class DeadLetterCommands
{
    /// <summary>The most that this list gives at once.</summary>
    private const int LargestPage = 200;

    public static Command Create(OnlineCommands online) => online.Group(
        "dead-letters",
        "What senders sent and nobody could read, and effects that were given up.",
        List(online),
        Show(online),
        Resend(online),
        Remove(online),
        ParkedEffectCommands.List(online),
        ParkedEffectCommands.Retry(online));

    private static Argument<string> Letter() => Inputs.Id("letter", "Id of the dead letter.");

    private static Command List(OnlineCommands online)
    {
        var cluster = ClusterCommands.Cluster();
        var limit = Inputs.Limit(50, "letters");
        return online.Command("list", "List a cluster's dead letters, oldest first.", [cluster, limit], async call => call.Show(
            await PagedList.ReadAsync(
                call.Api, ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "dead-letters"), [], call.Parsed.GetValue(limit), call.Cancellation, LargestPage),
            DeadLetterTables.List));
    }

    private static Command Show(OnlineCommands online)
    {
        var (cluster, letter) = (ClusterCommands.Cluster(), Letter());
        return online.Command("show", "Show one with its content.", [cluster, letter], async call =>
            call.Show(await call.Api.GetAsync(Path(call, cluster, letter), call.Cancellation), DeadLetterTables.Show));
    }

    private static Command Resend(OnlineCommands online)
    {
        var (cluster, letter) = (ClusterCommands.Cluster(), Letter());
        var content = new Option<string?>("--content") { Description = "File with the corrected content; '-' is standard input.", HelpName = "path" };
        return online.Command("resend", "Take it in after all, as it is or corrected.", [cluster, letter, content], async call =>
        {
            var path = Path(call, cluster, letter) + "/send-again";
            if (call.Parsed.GetValue(content) is not { } file)
                return call.Show(await call.Api.PostAsync(path, body: null, version: null, call.Cancellation), DeadLetterTables.Sent);

            try
            {
                await using var source = file == "-" ? call.Host.OpenInput() : new FileStream(file, FileMode.Open, FileAccess.Read);
                using var corrected = new MemoryStream();
                await source.CopyToAsync(corrected, call.Cancellation);
                if (corrected.Length == 0)
                    return call.Host.Fail(ExitCodes.Usage, $"{file} is empty: leave --content out to send the letter as it is.");
                var body = new ByteArrayContent(corrected.ToArray());
                body.Headers.ContentType = new("application/x-ndjson");
                return call.Show(await call.Api.PostAsync(path, body, call.Cancellation), DeadLetterTables.Sent);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return call.Host.Fail(ExitCodes.Failed, $"{file} cannot be read: {failure.Message}");
            }
        });
    }

    private static Command Remove(OnlineCommands online)
    {
        var (cluster, letter) = (ClusterCommands.Cluster(), Letter());
        return online.Command("remove", "Give it up.", [cluster, letter], async call => call.Show(
            await call.Api.DeleteAsync(Path(call, cluster, letter), call.Cancellation),
            (screen, _) => screen.Line($"{call.Parsed.GetRequiredValue(letter)} is removed.")));
    }

    private static string Path(OnlineCall call, Argument<string> cluster, Argument<string> letter) =>
        ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster), "dead-letters", call.Parsed.GetRequiredValue(letter));
}
