using System.Text.Json;
using IncidentMesh.Detection.Posture.Exposure.Networks;
using IncidentMesh.Detection.Posture.Exposure.Reading;
using IncidentMesh.Detection.Posture.Isolation;
using IncidentMesh.Detection.Posture.Pods.Reading;
using IncidentMesh.Detection.Posture.Reach.Rbac;

namespace IncidentMesh.Detection.Posture.Snapshots;

/// <summary>Makes a snapshot from Kubernetes objects. Kinds that nothing here uses are passed over, Secrets among them.</summary>
public sealed class SnapshotReader
{
    /// <summary>Most problems that are kept, of a document and of all.</summary>
    public const int MaximumProblems = 200;

    private readonly RbacReader _rbac = new();
    private readonly NetworkReader _network = new();
    private readonly Dictionary<(string, string), ServiceAccountFacts> _accounts = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _annotations = new(StringComparer.Ordinal);
    private readonly ClusterRuntimes _runtimes = new();
    private readonly List<NodeFacts> _nodes = [];
    private readonly List<ReadProblem> _problems = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    /// <summary>Adds an object, or the objects of a list.</summary>
    /// <param name="document">It may be disposed of afterwards.</param>
    /// <returns>What is wrong with them.</returns>
    public IReadOnlyList<ReadProblem> Add(JsonElement document)
    {
        var problems = new List<ReadProblem>();
        foreach (var item in KubernetesObject.Of(document))
        {
            var found = new List<ReadProblem>();
            if (!_rbac.Read(item, found) && !_network.Read(item, found))
                Read(item, found);
            _seen.Add(item.Kind);
            if (found.Count == 0)
                continue;
            _damaged.Add(item.Kind);
            problems.AddRange(found.Take(MaximumProblems - problems.Count).Select(problem => problem with { Place = Joined(item.Place, problem.Place) }));
        }

        _problems.AddRange(problems.Take(MaximumProblems - _problems.Count));
        return problems;
    }

    /// <param name="knownKinds">
    /// Kinds whose objects were added to the last one. Null: those of which one was added, which is what somebody means who
    /// names files of a cluster; but namespaces only with <c>kube-system</c> among them, which every cluster has, because an
    /// application's manifests bring its own namespace and none else.
    /// </param>
    public ClusterSnapshot Build(IEnumerable<string>? knownKinds = null)
    {
        var namespaces = _namespaces.ToDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal);
        return new ClusterSnapshot
        {
            KnownKinds = (knownKinds ?? Seen()).Except(_damaged).ToHashSet(StringComparer.Ordinal),
            Rbac = new RbacModel(_rbac.Roles, _rbac.Bindings),
            Network = _network.Build(namespaces),
            Accounts = _accounts,
            Namespaces = namespaces,
            NamespaceAnnotations = _annotations,
            Runtimes = _runtimes,
            Nodes = [.. _nodes],
            Problems = [.. _problems],
        };
    }

    private IEnumerable<string> Seen() => _namespaces.ContainsKey("kube-system") ? _seen : _seen.Where(static kind => kind != "Namespace");

    private void Read(KubernetesObject item, List<ReadProblem> problems)
    {
        if (item.Kind is not ("ServiceAccount" or "Namespace" or "Node" or "RuntimeClass"))
            return;
        var root = item.Open(problems);
        _runtimes.Read(item.Kind, root);
        var metadata = MetadataReader.Read(root.Object("metadata"));
        var name = metadata.Name ?? "";
        switch (item.Kind)
        {
            case "ServiceAccount":
                var place = metadata.Namespace ?? "default";
                var secrets = root.Objects("imagePullSecrets").Select(static secret => secret.Text("name") ?? "").ToList();
                _accounts[(place, name)] = new ServiceAccountFacts(place, name, root.Flag("automountServiceAccountToken"), metadata.Annotations, secrets);
                break;
            case "Namespace":
                // The API server sets this label on every namespace.
                _namespaces[name] = new Dictionary<string, string>(metadata.Labels, StringComparer.Ordinal) { [ClusterNetwork.NameLabel] = name };
                _annotations[name] = metadata.Annotations;
                break;
            case "Node":
                var addresses = (root.Object("status")?.Objects("addresses") ?? []).Where(static one => one.Text("type") is "ExternalIP" or "InternalIP");
                var provider = root.Object("spec")?.Text("providerID");
                _nodes.Add(new NodeFacts(
                    name, [.. addresses.Select(static one => one.Text("address") ?? "")],
                    provider?.IndexOf(':') is > 0 and var colon ? provider[..colon] : null));
                break;
        }
    }

    private static string Joined(string item, string place) =>
        item.Length == 0 ? place : place.Length == 0 ? item : $"{item}.{place}";
}
