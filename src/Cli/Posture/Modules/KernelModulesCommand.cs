using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Posture.KernelModules;

namespace IncidentMesh.Cli.Posture.Modules;

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
        var events = new Option<string[]>("--events") { Description = "Events of sensors, to say on which nodes such modules were loaded, and by whom. May be given several times.", HelpName = "file" };
        var image = new Option<string>("--image") { Description = "Image of the DaemonSet: a shell with cmp, cp and grep.", HelpName = "image", DefaultValueFactory = static _ => "busybox:1.37" };
        var place = new Option<string>("--namespace", "-n") { Description = "Namespace of the DaemonSet: it must allow host paths.", HelpName = "name", DefaultValueFactory = static _ => "kube-system" };
        var command = new Command("kernel-modules", "Keep nodes from loading kernel modules that containers ask for, and say which nodes do.") { files, events, except, image, place };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetRequiredValue(except);
            if (named.FirstOrDefault(static name => DeniedModule.All.All(module => module.Name != name)) is { } unknown)
                return host.Fail(ExitCodes.Usage, $"--except: '{unknown}' is not denied; denied are {string.Join(", ", DeniedModule.All.Select(static module => module.Name))}.");
            if (!PodNames.IsName(parsed.GetRequiredValue(place)))
                return host.Fail(ExitCodes.Usage, $"'{parsed.GetRequiredValue(place)}' is no name that Kubernetes allows.");

            var (given, seen) = (parsed.GetValue(files) ?? [], parsed.GetValue(events) ?? []);
            if (given.Length + seen.Length > 0)
                return await ReviewAsync(given, seen, output.Given(parsed) ?? OutputFormat.Json, host, cancellationToken);
            var modules = DeniedModule.All.Where(module => !named.Contains(module.Name)).ToList();
            ManifestFiles.Print(host, output.Given(parsed) ?? OutputFormat.Yaml, ModuleGuard.Write(modules, parsed.GetRequiredValue(place), parsed.GetRequiredValue(image)));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> ReviewAsync(string[] files, string[] events, OutputFormat format, CliHost host, CancellationToken cancellationToken)
    {
        var review = new ModuleReview();
        var reading = new ManifestFiles(host, document =>
        {
            review.Add(document);
            return [];
        });
        await foreach (var found in reading.ReadAsync(files, cancellationToken))
            review.Add(found.Pod, found.Pod.Metadata.Namespace ?? "default");

        var sensors = new ModuleEvents(host);
        foreach (var file in events)
            await sensors.ReadAsync(file, cancellationToken);
        foreach (var loads in sensors.Loads)
            review.Add(loads);

        var unread = reading.Unread + sensors.Unread;
        var nodes = review.Judge();
        if (nodes.Count == 0)
        {
            return files.Length > 0 ? host.Fail(ExitCodes.Failed, "There are no nodes in these files, and no pods on any: take both with 'kubectl get nodes,pods -A -o json'.")
                : unread > 0 ? ExitCodes.Failed
                : host.Fail(ExitCodes.Ok, "No sensor saw one of the modules loaded in these events.");
        }

        if (format == OutputFormat.Table)
            new Screen(host, format).Show(screen => screen.Table(
                ["NODE", "GUARD", "LOADED", "PODS THAT COULD LOAD MODULES"],
                nodes.Select(node => (Cell[])[node.Node, files.Length > 0 ? Word(node.State) : "", string.Join(", ", node.Loaded.Select(Text)), node.State == GuardState.Guarded ? "" : string.Join(", ", node.MayLoad)]),
                ""));
        else
            ManifestFiles.Print(host, format, nodes.Select(node => JsonSerializer.SerializeToElement(new
            {
                node = node.Node,
                guard = files.Length > 0 ? Word(node.State) : null,
                mayLoad = node.State == GuardState.Guarded ? [] : node.MayLoad,
                loaded = node.Loaded.Select(static one => new
                {
                    module = one.Last.Module,
                    firstSeen = one.FirstSeen.UtcDateTime,
                    lastSeen = one.Last.Time.UtcDateTime,
                    count = one.Count,
                    by = one.Last.By,
                    pod = one.Last.Pod,
                    sensor = one.Last.Sensor,
                }),
            })));
        // Events alone do not say whether a node is guarded.
        var drifted = files.Length > 0 ? nodes.Count(static node => node.State != GuardState.Guarded) : 0;
        host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nodes.Count:N0} nodes, {(files.Length > 0 ? $"{drifted:N0} not guarded, " : "")}{unread:N0} unread"));
        return drifted + unread == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Text(ModuleLoads loads) =>
        $"{loads.Last.Module} by {(loads.Last.Pod is { } pod ? pod : "the node")}{(loads.Last.By is { } by ? $" ({by})" : "")}";

    private static string Word(GuardState state) => state switch
    {
        GuardState.Guarded => "in place",
        GuardState.Drifted => "drifted",
        _ => "missing",
    };
}
