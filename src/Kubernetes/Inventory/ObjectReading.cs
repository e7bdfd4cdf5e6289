using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Kubernetes.Api;
using IncidentMesh.Kubernetes.Quarantine;
using IncidentMesh.Kubernetes.Resources.Tables;

namespace IncidentMesh.Kubernetes.Inventory;

/// <summary>Takes from the API's objects what is kept of them, beside their facts.</summary>
internal sealed class ObjectReading(StringCache strings, ContextSigns context)
{
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    private static readonly string[] Revisions = ["pod-template-hash", "controller-revision-hash"];

    public KnownPod Pod(ApiPod pod, Facts facts)
    {
        var metadata = pod.Metadata!;
        var labels = metadata.Labels ?? [];
        // The mirror of a static pod is owned by its node, which is no workload.
        var from = QuarantinedFrom(metadata);
        var owner = metadata.Controller is { Kind: "Node" } ? null : metadata.Controller ?? from;
        var record = new PodRecord
        {
            Namespace = strings.Of(metadata.Namespace) ?? "",
            Name = metadata.Name!,
            Uid = metadata.Uid!,
            WorkloadKind = strings.Of(owner?.Kind) ?? "Pod",
            WorkloadName = strings.Of(owner?.Name) ?? metadata.Name!,
            Node = strings.Of(pod.Spec?.NodeName),
            ContainerIds = ContainerIds(pod.Status),
            Probes = Probes(pod.Spec),
            Phase = strings.Of(pod.Status?.Phase),
            StartedAt = pod.Status?.StartTime,
            Image = strings.Of(Image(pod.Status)),
            IsQuarantined = metadata.Controller is null && from is not null,
            MainContainer = strings.Of(MainContainer(pod.Spec, metadata)),
            Revision = strings.Of(Revisions.Select(labels.GetValueOrDefault).FirstOrDefault(revision => revision is not null)),
        };
        var kept = owner?.Kind is "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" ? null : labels;
        return new KnownPod(facts, record, Cached(owner), kept, Signs(pod.Spec), owner is null ? context.OfWorkload(metadata, null) : []);
    }

    /// <summary>
    /// A quarantined pod is let go by its controller, and stays a replica of its workload for us. Who may write this may
    /// write owners as well.
    /// </summary>
    private static ApiOwner? QuarantinedFrom(ApiMeta metadata)
    {
        var owner = metadata.Labels?.ContainsKey(QuarantineNames.Label) == true && metadata.Annotations?.GetValueOrDefault(QuarantineNames.From)?.Split('/') is [var kind, var name]
            ? new ApiOwner(null, kind, name, null, true)
            : null;
        return owner is { IsNamed: true } ? owner : null;
    }

    public KnownStep Step(string kind, ApiMeta metadata, Facts facts) =>
        new(facts, kind, metadata.Name!, metadata.Uid!, Cached(metadata.Controller), metadata.Controller is { Kind: "Deployment" or "CronJob" } ? null : metadata.Labels);

    public KnownWorkload Workload(string kind, ApiWorkload workload, Facts facts)
    {
        var metadata = workload.Metadata!;
        var template = workload.Spec?.Template ?? workload.Spec?.JobTemplate?.Spec?.Template;
        return new KnownWorkload(
            facts, kind, metadata.Name!, metadata.Uid!,
            kind is "Deployment" or "StatefulSet" ? workload.Spec?.Replicas ?? 1 : null,
            EnvironmentSigns.Of(metadata) ?? EnvironmentSigns.Of(template?.Metadata),
            context.OfWorkload(metadata, template?.Metadata), ControllerSigns.Reduce(metadata), template?.Metadata?.Labels ?? [], Signs(template?.Spec));
    }

    public KnownNamespace Namespace(ApiBare item, Facts facts) => new(facts, EnvironmentSigns.Of(item.Metadata), context.OfNamespace(item.Metadata));

    public static KnownService Service(ApiService service, Facts facts) =>
        new(facts, service.Spec?.Type is "LoadBalancer" or "NodePort", service.Spec?.Selector ?? []);

    public static KnownIngress Ingress(ApiIngress ingress, Facts facts)
    {
        var spec = ingress.Spec;
        var backends = (spec?.Rules ?? [])
            .SelectMany(rule => rule.Http?.Paths ?? [])
            .Select(path => path.Backend)
            .Append(spec?.DefaultBackend)
            .Append(spec?.Backend);
        return new KnownIngress(facts,
        [
            .. backends.Select(backend => backend?.Service?.Name ?? backend?.ServiceName).OfType<string>().Distinct(StringComparer.Ordinal),
        ]);
    }

    public static KnownAutoscaler Autoscaler(ApiAutoscaler autoscaler, Facts facts) => new(facts, autoscaler with
    {
        Metadata = new ApiMeta { Name = autoscaler.Metadata!.Name, OwnerReferences = autoscaler.Metadata.OwnerReferences },
    });

    private ApiOwner? Cached(ApiOwner? owner) => owner is null
        ? null
        : owner with { ApiVersion = strings.Of(owner.ApiVersion), Kind = strings.Of(owner.Kind), Name = strings.Of(owner.Name), Uid = strings.Of(owner.Uid) };

    private PodSigns Signs(ApiPodSpec? spec)
    {
        var signs = PodSigns.Of(spec);
        return signs with { ServiceAccount = strings.Of(signs.ServiceAccount) };
    }

    /// <summary>Sidecars may come first, and are init containers in newer clusters; kubectl's annotation names the main one.</summary>
    private static string? MainContainer(ApiPodSpec? spec, ApiMeta metadata)
    {
        var containers = spec?.Containers ?? [];
        if (containers.Count + (spec?.InitContainers ?? []).Count(static init => init.RestartPolicy == "Always") < 2)
            return null;
        var named = metadata.Annotations?.GetValueOrDefault(DefaultContainer);
        return containers.Exists(container => container.Name == named) ? named : containers.FirstOrDefault()?.Name;
    }

    private static IReadOnlyList<ExecProbe> Probes(ApiPodSpec? spec) =>
    [
        .. (spec?.Containers ?? []).Concat(spec?.InitContainers ?? []).SelectMany(container => new[]
        {
            ExecProbe.Of(container.Name, "liveness probe", container.LivenessProbe?.Exec?.Command, container.LivenessProbe?.PeriodSeconds),
            ExecProbe.Of(container.Name, "readiness probe", container.ReadinessProbe?.Exec?.Command, container.ReadinessProbe?.PeriodSeconds),
            ExecProbe.Of(container.Name, "startup probe", container.StartupProbe?.Exec?.Command, container.StartupProbe?.PeriodSeconds),
            ExecProbe.Of(container.Name, "postStart hook", container.Lifecycle?.PostStart?.Exec?.Command, repeats: false),
            ExecProbe.Of(container.Name, "preStop hook", container.Lifecycle?.PreStop?.Exec?.Command, repeats: false),
        }).OfType<ExecProbe>().Take(ExecProbe.Most),
    ];

    /// <summary>The digests of what runs, in the order of the names of its containers.</summary>
    private static string? Image(ApiPodStatus? status)
    {
        var images = (status?.ContainerStatuses ?? []).OrderBy(static container => container.Name, StringComparer.Ordinal)
            .Select(static container => container.ImageId).OfType<string>()
            .Select(static id => id[(id.LastIndexOf('@') + 1)..]).Where(static id => id.Length > 0).ToList();
        return images.Count == 0 ? null : string.Join(' ', images);
    }

    /// <summary>Of all containers, also of those that ran before the last restart: an alert may be late.</summary>
    private static IReadOnlyList<string> ContainerIds(ApiPodStatus? status)
    {
        var all = (status?.InitContainerStatuses ?? [])
            .Concat(status?.ContainerStatuses ?? [])
            .Concat(status?.EphemeralContainerStatuses ?? []);
        return
        [
            .. all.SelectMany(container => new[] { container.ContainerId, container.LastState?.Terminated?.ContainerId })
                .OfType<string>()
                .Select(id => id[(id.LastIndexOf('/') + 1)..])
                .Where(id => id.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
