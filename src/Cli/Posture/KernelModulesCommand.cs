using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Posture.KernelModules;

namespace IncidentMesh.Cli.Posture;

/// <summary><c>incidentmesh posture kernel-modules [FILE...]</c>: a deny list of modules as a DaemonSet, and which nodes have it.</summary>
internal static class KernelModulesCommand
{
    public static Command Create(CliHost host, OutputOption output)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "The cluster's nodes and pods, to say which nodes keep the modules out; without any, the manifests that make them do so are written.",
            Arity = ArgumentArity.ZeroOrMore,
        }.WithoutOptions();
        var except = new Option<string[]>("--except")
        {
            Description = "Modules that the cluster needs, with commas between them.",
            HelpName = "name,...",
            DefaultValueFactory = static _ => [],
            CustomParser = static result => [.. result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
        var image = new Option<string>("--image") { Description = "Image of the DaemonSet: a shell with cmp, cp and grep.", HelpName = "image", DefaultValueFactory = static _ => "busybox:1.37" };
        var place = new Option<string>("--namespace", "-n") { Description = "Namespace of the DaemonSet: it must allow host paths.", HelpName = "name", DefaultValueFactory = static _ => "kube-system" };
        var command = new Command("kernel-modules", "Keep nodes from loading kernel modules that containers ask for, and say which nodes do.") { files, except, image, place };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetRequiredValue(except);
            if (named.FirstOrDefault(static name => DeniedModule.All.All(module => module.Name != name)) is { } unknown)
                return host.Fail(ExitCodes.Usage, $"--except: '{unknown}' is not denied; denied are {string.Join(", ", DeniedModule.All.Select(static module => module.Name))}.");
            if (!PodNames.IsName(parsed.GetRequiredValue(place)))
                return host.Fail(ExitCodes.Usage, $"'{parsed.GetRequiredValue(place)}' is no name that Kubernetes allows.");

            if (parsed.GetValue(files) is { Length: > 0 } given)
                return await ReviewAsync(given, output.Given(parsed) ?? OutputFormat.Json, host, cancellationToken);
            var modules = DeniedModule.All.Where(module => !named.Contains(module.Name)).ToList();
            ManifestFiles.Print(host, output.Given(parsed) ?? OutputFormat.Yaml, ModuleGuard.Write(modules, parsed.GetRequiredValue(place), parsed.GetRequiredValue(image)));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> ReviewAsync(string[] files, OutputFormat format, CliHost host, CancellationToken cancellationToken)
    {
        var review = new ModuleReview();
        var reading = new ManifestFiles(host, document =>
        {
            review.Add(document);
            return [];
        });
        await foreach (var found in reading.ReadAsync(files, cancellationToken))
            review.Add(found.Pod, found.Pod.Metadata.Namespace ?? "default");

        var nodes = review.Judge();
        if (format == OutputFormat.Table)
            new Screen(host, format).Show(screen => screen.Table(
                ["NODE", "GUARD", "PODS THAT COULD LOAD MODULES"],
                nodes.Select(static node => (Cell[])[node.Node, Word(node.State), node.State == GuardState.Guarded ? "" : string.Join(", ", node.MayLoad)]),
                "There are no nodes in these files, and no pods on any."));
        else
            ManifestFiles.Print(host, format, nodes.Select(static node => JsonSerializer.SerializeToElement(new
            {
                node = node.Node,
                guard = Word(node.State),
                mayLoad = node.State == GuardState.Guarded ? [] : node.MayLoad,
            })));
        var drifted = nodes.Count(static node => node.State != GuardState.Guarded);
        host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nodes.Count:N0} nodes, {drifted:N0} not guarded, {reading.Unread:N0} unread"));
        return drifted + reading.Unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Word(GuardState state) => state switch
    {
        GuardState.Guarded => "in place",
        GuardState.Drifted => "drifted",
        _ => "missing",
    };
}
