namespace IncidentMesh.Contracts.Clusters;

/// <summary>What is kept of a workload: the facts that scoring and planning read.</summary>
[GenerateSerializer, Immutable, Alias("im.workload")]
public sealed record WorkloadRecord
{
    [Id(0)] public required string Namespace { get; init; }

    [Id(1)] public required string Kind { get; init; }

    [Id(2)] public required string Name { get; init; }

    [Id(3)] public required string Uid { get; init; }

    /// <summary>Desired replicas; null where the kind has none (a DaemonSet).</summary>
    [Id(4)] public int? Replicas { get; init; }

    /// <summary>A container of the template is privileged.</summary>
    [Id(5)] public bool Privileged { get; init; }

    /// <summary>The template shares the host's network, PID or IPC namespace or mounts a host path.</summary>
    [Id(6)] public bool HostAccess { get; init; }

    /// <summary>Value of the first environment label found on workload or namespace, as written; null where none is.</summary>
    [Id(7)] public string? Environment { get; init; }

    [Id(8)] public string? ServiceAccount { get; init; }

    /// <summary>Whatever would scale or revert it: <c>HorizontalPodAutoscaler/web</c>, a GitOps owner.</summary>
    [Id(9)] public IReadOnlyList<string> Controllers { get; init; } = [];

    /// <summary>A LoadBalancer or NodePort service or an ingress selects it; null where that is not known.</summary>
    [Id(10)] public bool? Exposed { get; init; }

    /// <summary>Its owner was not seen (yet): it may be a part of a workload that is not named here.</summary>
    [Id(11)] public bool OwnerUnknown { get; init; }

    /// <summary>Its owners as <c>Kind/name</c>, the topmost last: what an operator or a release made it from.</summary>
    [Id(12)] public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Why the last of <see cref="Owners"/> may not be the topmost, for people; null where it is.</summary>
    [Id(13)] public string? OwnersNote { get; init; }

    /// <summary>
    /// Labels and annotations of workload and namespace that tell what it is for, how much it matters or whom to tell: at
    /// most <see cref="MostSigns"/>.
    /// </summary>
    [Id(14)] public IReadOnlyList<ContextSign> Signs { get; init; } = [];

    /// <summary>In an answer: when the inventory was last known to be current. Null in what is kept.</summary>
    [Id(15)] public DateTimeOffset? AsOf { get; init; }

    /// <summary>How many of its pods are quarantined by us.</summary>
    [Id(16)] public int Quarantined { get; init; }

    /// <summary>Most signs.</summary>
    public const int MostSigns = 64;

    /// <summary>Whether both say the same. Records compare lists by reference, so that equality alone does not tell.</summary>
    public bool SaysTheSameAs(WorkloadRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Controllers.SequenceEqual(other.Controllers, StringComparer.Ordinal)
            && Owners.SequenceEqual(other.Owners, StringComparer.Ordinal)
            && Signs.SequenceEqual(other.Signs)
            && this with { Controllers = other.Controllers, Owners = other.Owners, Signs = other.Signs } == other;
    }
}
