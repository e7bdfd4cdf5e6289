using System.Text.Json;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Isolation;

/// <summary>A RuntimeClass (node.k8s.io).</summary>
/// <param name="Name">What pods call it.</param>
/// <param name="Handler">What the node's container runtime calls it.</param>
/// <param name="NodeSelector">Labels of the nodes that have it; empty for all.</param>
public sealed record RuntimeClass(string Name, string Handler, IReadOnlyDictionary<string, string> NodeSelector);

/// <summary>What is known of a node.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Handlers">Handlers that its runtime reports (Kubernetes v1.30 and later); null where it reports none.</param>
public sealed record NodeRuntimes(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string>? Handlers);

/// <summary>The runtime classes and nodes of a cluster, as far as they were given.</summary>
public sealed class ClusterRuntimes
{
    private readonly Dictionary<string, RuntimeClass> _classes = new(StringComparer.Ordinal);
    private readonly List<NodeRuntimes> _nodes = [];

    /// <summary>Sandboxes that pods may ask for, by name.</summary>
    public IEnumerable<RuntimeClass> SandboxClasses => _classes.Values
        .Where(static one => Sandboxes.Of(one.Handler) is not (Sandbox.None or Sandbox.Unknown))
        .OrderBy(static one => one.Name, StringComparer.Ordinal);

    public RuntimeClass? Find(string name) => _classes.GetValueOrDefault(name);

    /// <summary>Takes in what a document says of runtime classes and nodes.</summary>
    /// <returns>What could not be read.</returns>
    public IReadOnlyList<ReadProblem> Add(JsonElement document)
    {
        var problems = new List<ReadProblem>();
        foreach (var found in KubernetesObject.Of(document).Where(static one => one.Kind is "RuntimeClass" or "Node"))
            Read(found.Kind, found.Open(problems));
        return problems;
    }

    internal void Read(string kind, Field root)
    {
        if (kind == "RuntimeClass" && root.Object("metadata")?.Name("name") is { } name)
        {
            var handler = root.Name("handler") ?? root.Object("spec")?.Name("runtimeHandler") ?? "";
            _classes[name] = new RuntimeClass(name, handler, root.Object("scheduling")?.TextMap("nodeSelector") ?? NoLabels);
        }
        else if (kind == "Node")
        {
            var handlers = root.Object("status")?.Objects("runtimeHandlers").Select(static one => one.Name("name") ?? "").ToList();
            _nodes.Add(new NodeRuntimes(root.Object("metadata")?.TextMap("labels") ?? NoLabels, handlers is { Count: > 0 } ? handlers : null));
        }
    }

    /// <returns>How many nodes offer a class: they have its labels, and its handler where they report handlers. Null without any node.</returns>
    public int? NodesWith(RuntimeClass runtime) => _nodes.Count == 0 ? null : _nodes.Count(node =>
        runtime.NodeSelector.All(label => node.Labels.GetValueOrDefault(label.Key) == label.Value)
        && node.Handlers?.Contains(runtime.Handler, StringComparer.Ordinal) != false);

    private static Dictionary<string, string> NoLabels => new(StringComparer.Ordinal);
}
