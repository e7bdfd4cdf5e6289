using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Namespaces;

/// <summary>Finds out which workload a pod belongs to: Pod, ReplicaSet, Deployment; Pod, Job, CronJob; or whatever owners people made up.</summary>
internal sealed class WorkloadOwners
{
    /// <summary>Kubernetes itself makes two. People can write owners by hand, also in circles.</summary>
    private const int MaximumSteps = 8;

    private readonly Dictionary<(string Namespace, string Kind, string Name), OwnerReference?> _owners = [];

    public void Add(PodManifest manifest, string place) => _owners[(place, manifest.Kind, manifest.Name)] = manifest.Metadata.Controller;

    /// <returns>Kind and name of the topmost owner, such as <c>Deployment/web</c>.</returns>
    public string TopOf(PodManifest manifest, string place)
    {
        var (kind, name) = (manifest.Kind, manifest.Name);
        var owner = manifest.Metadata.Controller;
        for (var steps = 0; steps < MaximumSteps && owner is not null; steps++)
        {
            (kind, name) = (owner.Kind, owner.Name);
            owner = _owners.GetValueOrDefault((place, kind, name));
        }

        return kind == "ReplicaSet" && DeploymentOf(name, manifest.PodMetadata) is { } deployment ? $"Deployment/{deployment}" : $"{kind}/{name}";
    }

    /// <summary>A Deployment names its ReplicaSets after itself and the hash that their pods are labelled with.</summary>
    private static string? DeploymentOf(string replicaSet, ObjectMetadata pod) =>
        pod.Labels.TryGetValue("pod-template-hash", out var hash) && hash.Length > 0
            && replicaSet.EndsWith($"-{hash}", StringComparison.Ordinal) && replicaSet.Length > hash.Length + 1
            ? replicaSet[..^(hash.Length + 1)]
            : null;
}
