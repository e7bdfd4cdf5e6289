using System.CommandLine;
using IncidentMesh.Cli.Output;
using IncidentMesh.Cli.Posture.Manifests;

namespace IncidentMesh.Cli.Posture;

/// <summary>The argument <c>KIND/NAME</c>, and where it is looked for.</summary>
internal static class WorkloadName
{
    /// <summary>kubectl's short names of kinds.</summary>
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["po"] = "Pod",
        ["deploy"] = "Deployment",
        ["rs"] = "ReplicaSet",
        ["sts"] = "StatefulSet",
        ["ds"] = "DaemonSet",
        ["cj"] = "CronJob",
        ["rc"] = "ReplicationController",
    };

    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("workload") { Description = "Kind and name, such as deployment/web." };
        argument.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && text.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"'{text}' is no workload: write kind and name, such as deployment/web.");
        });
        return argument;
    }

    public static Option<string[]> Manifests() => new("--manifests")
    {
        Description = "Manifests of the workload and of what is around it: YAML, JSON, JSON Lines, folders of such; also as .gz. May be given several times.",
        HelpName = "file",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string?> Namespace() => new("--namespace", "-n") { Description = "Its namespace: with --manifests where several have one of that name, with --cluster unless it is default.", HelpName = "name" };

    /// <returns>Kind, a short name of kubectl's written out, and name.</returns>
    public static (string Kind, string Name) Parts(string workload)
    {
        var parts = workload.Split('/');
        return (ShortNames.GetValueOrDefault(parts[0], parts[0]), parts[1]);
    }

    /// <summary>Reads the manifests and finds the one workload; says why there is not one.</summary>
    public static async Task<(ManifestWorkload? Workload, ManifestCluster Cluster, int ExitCode)> FindAsync(
        string name, string? @namespace, string[] manifests, CliHost host, CancellationToken cancellationToken)
    {
        var cluster = new ManifestCluster(host);
        await cluster.ReadAsync(manifests, cancellationToken);
        var (kind, named) = Parts(name);
        var found = cluster.Workloads
            .Where(one => string.Equals(one.Pod.Kind, kind, StringComparison.OrdinalIgnoreCase) && one.Pod.Name == named
                && (@namespace is null || (one.Pod.Metadata.Namespace ?? "default") == @namespace))
            .ToList();
        return found.Count switch
        {
            1 => (found[0], cluster, ExitCodes.Ok),
            0 => (null, cluster, host.Fail(ExitCodes.NotFound, $"There is no {name} in these manifests{(cluster.Unread > 0 ? " as far as they could be read" : "")}: there are {Some(cluster.Workloads)}.")),
            _ => (null, cluster, host.Fail(ExitCodes.Usage, $"There are {found.Count} of the name {name}, {Some(found)}: name one with --namespace.")),
        };
    }

    private static string Some(IReadOnlyList<ManifestWorkload> workloads) => workloads.Count == 0
        ? "none at all"
        : string.Join(", ", workloads.Take(5).Select(static one => PlainText.Of(one.FullName))) + (workloads.Count > 5 ? ", ..." : "");
}
