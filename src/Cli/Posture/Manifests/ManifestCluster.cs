using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;
using IncidentMesh.Detection.Vulnerabilities.Components;

namespace IncidentMesh.Cli.Posture.Manifests;

/// <summary>A cluster as manifests describe it: its workloads, and what is around them.</summary>
internal sealed class ManifestCluster
{
    private static readonly string[] Statuses = ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"];

    private readonly ManifestFiles _files;
    private readonly SnapshotReader _snapshot = new();
    private readonly List<ManifestWorkload> _workloads = [];
    private readonly List<RunningComponent> _components = [];

    /// <summary>Images that run, by the place of their pods in the document that is being read.</summary>
    private Dictionary<string, IReadOnlyList<string>> _running = [];

    public ManifestCluster(CliHost host) => _files = new ManifestFiles(host, Look);

    /// <summary>Objects, documents and files that could not be read.</summary>
    public int Unread => _files.Unread;

    public IReadOnlyList<ManifestWorkload> Workloads => _workloads;

    /// <summary>Kubernetes' components on the nodes and in pods, with their versions.</summary>
    public IReadOnlyList<RunningComponent> Components => _components;

    public async Task ReadAsync(string[] paths, CancellationToken cancellationToken)
    {
        await foreach (var found in _files.ReadAsync(paths, cancellationToken))
            _workloads.Add(new ManifestWorkload(found.Pod, _running.GetValueOrDefault(found.Pod.Place) ?? []));
    }

    /// <summary>What the manifests say of the cluster. Kinds that they have none of are not known.</summary>
    public ClusterSnapshot Snapshot() => _snapshot.Build();

    private IReadOnlyList<ReadProblem> Look(JsonElement document)
    {
        var items = KubernetesObject.Of(document).ToList();
        _running = items.Where(static item => item.Kind == "Pod").ToDictionary(static item => item.Place, static item => (IReadOnlyList<string>)RunningImages(item.Json), StringComparer.Ordinal);
        _components.AddRange(items.SelectMany(static item => item.Kind switch
        {
            "Node" => ClusterComponents.OfNode(item.Json),
            "Pod" => ClusterComponents.OfPod(item.Json),
            _ => [],
        }));
        return _snapshot.Add(document);
    }

    private static List<string> RunningImages(JsonElement pod)
    {
        var status = Member(pod, "status");
        return
        [
            .. Statuses.Select(name => Member(status, name)).Where(static list => list.ValueKind == JsonValueKind.Array)
                .SelectMany(static list => list.EnumerateArray())
                .Select(static one => Member(one, "imageID")).Where(static id => id.ValueKind == JsonValueKind.String).Select(static id => id.GetString()!),
        ];
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
}

/// <param name="Pod">The pod, or the workload with its template.</param>
/// <param name="RunningImages">Images that its containers run, with their digests, where its status tells.</param>
internal sealed record ManifestWorkload(PodManifest Pod, IReadOnlyList<string> RunningImages)
{
    /// <summary>Namespace, kind and name, such as <c>shop/Deployment/web</c>.</summary>
    public string FullName => $"{Pod.Metadata.Namespace ?? "default"}/{Pod.Kind}/{Pod.Name}";
}
