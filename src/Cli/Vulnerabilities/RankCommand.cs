using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Cli.Scoring;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Posture.Workloads;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Cli.Vulnerabilities;

/// <summary><c>incidentmesh vulnerabilities rank</c>: of files without a server, or of what a server knows of a cluster.</summary>
internal static class RankCommand
{
    /// <summary>Most that a server tells at once.</summary>
    private const int MostLive = 500;

    public static Command Create(CliHost host, OutputOption output, OnlineCommands online)
    {
        var files = new Argument<string[]>("file")
        {
            Description = $"What scanners wrote: {string.Join(", ", ReportReader.FormatNames)}; known by its content; also as .gz. '-' is standard input.",
            Arity = ArgumentArity.ZeroOrMore,
        }.WithoutOptions();
        var format = new Option<string?>("--format") { Description = "Name of the format of all files, instead of knowing it by content.", HelpName = "name" }
            .AcceptOnlyFromAmong([.. ReportReader.FormatNames]);
        var known = new Option<string?>("--kev") { Description = "CISA's catalogue of known exploited vulnerabilities, JSON.", HelpName = "file" };
        var epss = new Option<string?>("--epss") { Description = "FIRST's table of EPSS scores, CSV, also as .gz.", HelpName = "file" };
        var vex = new Option<string[]>("--vex") { Description = "CycloneDX VEX document, JSON. May be given several times.", HelpName = "file" };
        var workloads = new Option<string[]>("--workloads") { Description = "Manifests of the workloads that run the images, and of what is around them. May be given several times.", HelpName = "file" };
        var weights = new Option<string?>("--weights") { Description = "JSON file of weights, as they stand below Scoring in a silo's settings.", HelpName = "file" };
        var mapping = new Option<string?>("--mapping") { Description = "JSON file of what labels and annotations mean, as it stands below Context in a silo's settings.", HelpName = "file" };
        var limit = Inputs.Limit(50, "vulnerabilities");
        var cluster = new Option<string?>("--cluster") { Description = "Ask a server about this cluster, instead of files: what Trivy's operator found there.", HelpName = "cluster" };
        var space = new Option<string?>("--namespace") { Description = "With --cluster: only what runs in this namespace.", HelpName = "namespace" };
        Symbol[] symbols = [files, format, known, epss, vex, workloads, weights, mapping, limit, cluster, space];
        var command = online.Command("rank", "Print what scanners found in the order in which to mend it.", symbols, async call =>
        {
            var path = ApiPath.Of("clusters", call.Parsed.GetRequiredValue(cluster)!, "vulnerabilities").WithQuery(
                ("namespace", call.Parsed.GetValue(space)), ("limit", call.Parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)));
            return call.Show(await call.Api.GetAsync(path, call.Cancellation), RankPrinting.Show);
        });
        var ask = (AsynchronousCommandLineAction)command.Action!;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if ((parsed.GetValue(files) ?? []).Length > 0 == parsed.GetValue(cluster) is not null)
                return host.Fail(ExitCodes.Usage, "Name either files that scanners wrote, or a cluster that a server watches, with --cluster.");
            if (parsed.GetValue(cluster) is not null)
            {
                if (OfFiles(parsed).FirstOrDefault() is { } option)
                    return host.Fail(ExitCodes.Usage, $"{option} is for files: a server does not take it. Leave it out, or rank files.");
                if (parsed.GetValue(limit) is < 1 or > MostLive)
                    return host.Fail(ExitCodes.Usage, $"With --cluster, --limit is from 1 to {MostLive}: narrow it by --namespace.");
                return await ask.InvokeAsync(parsed, cancellationToken);
            }

            if (parsed.GetValue(space) is not null)
                return host.Fail(ExitCodes.Usage, "--namespace is for --cluster: of files, leave those of other namespaces out.");
            var (used, weightsError) = await ScoreFiles.WeightsAsync(parsed.GetValue(weights), cancellationToken);
            var (reading, mappingError) = await ScoreFiles.MappingAsync(parsed.GetValue(mapping), cancellationToken);
            if ((weightsError ?? mappingError) is { } error)
                return host.Fail(ExitCodes.Failed, error);
            var inputs = new RankInputs(host);
            foreach (var file in parsed.GetRequiredValue(files))
                await inputs.ReadReportAsync(file, parsed.GetValue(format), cancellationToken);
            if (parsed.GetValue(known) is { } catalogue)
                await inputs.ReadKnownAsync(catalogue, cancellationToken);
            if (parsed.GetValue(epss) is { } table)
                await inputs.ReadEpssAsync(table, cancellationToken);
            foreach (var document in parsed.GetValue(vex) ?? [])
                await inputs.ReadVexAsync(document, cancellationToken);
            var manifests = new ManifestCluster(host);
            await manifests.ReadAsync(parsed.GetValue(workloads) ?? [], cancellationToken);

            var ranked = VulnerabilityRanking.Rank(inputs.Vulnerabilities, Uses(manifests, reading!).Of, used!);
            var most = parsed.GetValue(limit);
            var shown = most == 0 ? ranked : [.. ranked.Take(most)];
            var data = RankedVulnerabilityJson.Of(shown, ranked.Count);
            new Screen(host, output.Of(parsed)).Print(data, screen => RankPrinting.Show(screen, data));
            if (parsed.GetValue(workloads) is { Length: > 0 } && manifests.Unread == 0 && ranked.Count > 0 && ranked.All(static one => one.Workloads.Count == 0))
            {
                host.Error.WriteLine(manifests.Workloads.Count == 0
                    ? "There is no workload in the files of --workloads: they are ranked without what runs them."
                    : string.Create(CultureInfo.InvariantCulture, $"None of the {manifests.Workloads.Count:N0} workloads runs an image of these reports, by digest or by name: they are ranked without what runs them. Take live pods, whose status has the digests."));
            }

            var settled = ranked.Count(static one => one.Vulnerability.IsSettled);
            host.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ranked.Count:N0} vulnerabilities, {settled:N0} settled by VEX, {inputs.Vex?.Unused ?? 0:N0} VEX statements about nothing found, {inputs.Unread + manifests.Unread:N0} unread"));
            return inputs.Unread + manifests.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return online.WithServer(command);

        IEnumerable<string> OfFiles(ParseResult parsed) =>
            ((Option[])[format, known, epss, vex, workloads, weights, mapping]).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(static option => option.Name);
    }

    private static ImageUses Uses(ManifestCluster manifests, ContextReading reading)
    {
        var uses = new ImageUses();
        var cluster = manifests.Snapshot();
        foreach (var workload in manifests.Workloads)
        {
            uses.Add(
                new VulnerableWorkload(workload.FullName, WorkloadReview.Of(workload.Pod, cluster, reading).Context),
                workload.Pod.Spec.Containers.Select(static container => container.Image).OfType<string>().Concat(workload.RunningImages));
        }

        return uses;
    }
}
