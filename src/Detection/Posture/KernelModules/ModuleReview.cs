using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.KernelModules;

/// <summary>Says which nodes keep modules out, from the nodes and pods of a cluster.</summary>
public sealed class ModuleReview
{
    private readonly SortedSet<string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GuardState> _guards = new(StringComparer.Ordinal);
    private readonly List<(PodManifest Pod, string Namespace)> _pods = [];
    private readonly List<ModuleLoads> _loads = [];
    private readonly ClusterRuntimes _runtimes = new();

    public void Add(PodManifest pod, string place)
    {
        if (pod.IsPod && pod.Spec.NodeName is { } node)
        {
            _nodes.Add(node);
            _pods.Add((pod, place));
        }
    }

    /// <summary>Takes in what sensors saw loaded. A node that only they know is one, too; one that they do not tell is the pod's.</summary>
    public void Add(ModuleLoads loads) => _loads.Add(loads);

    /// <summary>Takes in the nodes, runtime classes and the guard's pods of a document.</summary>
    public void Add(JsonElement document)
    {
        _runtimes.Add(document);
        foreach (var node in ObjectsOfKind.In(document, "Node"))
        {
            if (Member(Member(node, "metadata"), "name") is { ValueKind: JsonValueKind.String } name)
                _nodes.Add(name.GetString()!);
        }

        foreach (var pod in ObjectsOfKind.In(document, "Pod"))
        {
            var label = Member(Member(Member(pod, "metadata"), "labels"), "app.kubernetes.io/name");
            if (label.ValueKind == JsonValueKind.String && label.ValueEquals(ModuleGuard.Name)
                && Member(Member(pod, "spec"), "nodeName") is { ValueKind: JsonValueKind.String } node)
                _guards[node.GetString()!] = IsReady(pod) ? GuardState.Guarded : GuardState.Drifted;
        }
    }

    /// <returns>The nodes by name.</returns>
    public IReadOnlyList<NodeModules> Judge()
    {
        var isolation = new IsolationReview(_runtimes);
        var pods = _pods
            .Where(pod => isolation.Judge(pod.Pod, isExposed: false).Sandbox is Sandbox.None or Sandbox.Unknown)
            .ToLookup(static pod => pod.Pod.Spec.NodeName!, static pod => $"{pod.Namespace}/{pod.Pod.Name}", StringComparer.Ordinal);
        var homes = _pods.GroupBy(static pod => $"{pod.Namespace}/{pod.Pod.Name}", StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.First().Pod.Spec.NodeName!, StringComparer.Ordinal);
        var loads = _loads.ToLookup(
            one => one.Last.Node.Length > 0 ? one.Last.Node : homes.GetValueOrDefault(one.Last.Pod ?? "", ""), StringComparer.Ordinal);
        _nodes.UnionWith(loads.Select(static group => group.Key));
        return
        [
            .. _nodes.Select(node => new NodeModules(
                node, _guards.GetValueOrDefault(node, GuardState.Missing), [.. pods[node].Order(StringComparer.Ordinal)],
                [.. loads[node].OrderBy(static one => one.Last.Module, StringComparer.Ordinal)])),
        ];
    }

    private static bool IsReady(JsonElement pod) =>
        Member(Member(pod, "status"), "conditions") is { ValueKind: JsonValueKind.Array } conditions
        && conditions.EnumerateArray().Any(static condition =>
            Member(condition, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("Ready")
            && Member(condition, "status") is { ValueKind: JsonValueKind.String } status && status.ValueEquals("True"));

    private static JsonElement Member(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var member) ? member : default;
}
