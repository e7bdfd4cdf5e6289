namespace IncidentMesh.Contracts.Clusters;

/// <summary>What is kept of a pod.</summary>
[GenerateSerializer, Immutable, Alias("im.pod")]
public sealed record PodRecord
{
    [Id(0)] public required string Namespace { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required string Uid { get; init; }

    /// <summary>Kind of the topmost controller; <c>Pod</c> for a bare pod.</summary>
    [Id(3)] public required string WorkloadKind { get; init; }

    [Id(4)] public required string WorkloadName { get; init; }

    [Id(5)] public string? Node { get; init; }

    /// <summary>Container ids of all containers without the runtime's prefix, full length.</summary>
    [Id(6)] public IReadOnlyList<string> ContainerIds { get; init; } = [];

    [Id(7)] public string? Phase { get; init; }

    [Id(8)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The template's revision: <c>pod-template-hash</c> or <c>controller-revision-hash</c>.</summary>
    [Id(9)] public string? Revision { get; init; }

    /// <summary>Commands that the kubelet runs in it, at most <see cref="ExecProbe.Most"/>.</summary>
    [Id(10)] public IReadOnlyList<ExecProbe> Probes { get; init; } = [];

    /// <summary>Digest of its container's image; of several, one text of all. Null where none runs yet.</summary>
    [Id(11)] public string? Image { get; init; }

    /// <summary>Of several containers that run side by side the one that the pod is for; null where there is only one.</summary>
    [Id(12)] public string? MainContainer { get; init; }

    /// <summary>Whether it is quarantined by us: its controller has let it go, and it is cut off.</summary>
    [Id(13)] public bool IsQuarantined { get; init; }

    /// <summary>Whether both say the same.</summary>
    public bool SaysTheSameAs(PodRecord other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { ContainerIds = other.ContainerIds, Probes = other.Probes } == other
            && ContainerIds.SequenceEqual(other.ContainerIds, StringComparer.Ordinal) && Probes.SequenceEqual(other.Probes);
    }
}
