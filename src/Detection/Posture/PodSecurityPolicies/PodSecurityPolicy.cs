namespace IncidentMesh.Detection.Posture.PodSecurityPolicies;

/// <summary>
/// What a PodSecurityPolicy (policy/v1beta1, gone since Kubernetes v1.25) allows. Many organizations still write their rules so,
/// and it says more than the Pod Security Standards do: which host paths, which ports, which users.
/// </summary>
public sealed record PodSecurityPolicy
{
    /// <summary>All volume types, capabilities.</summary>
    public const string Any = "*";

    public required string Name { get; init; }

    public bool Privileged { get; init; }

    public bool HostPid { get; init; }

    public bool HostIpc { get; init; }

    public bool HostNetwork { get; init; }

    /// <summary>Ports of the node that may be taken.</summary>
    public IReadOnlyList<IdRange> HostPorts { get; init; } = [];

    /// <summary>Volume types that may be used, or <see cref="Any"/>.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Host paths that may be mounted; empty for all, where <see cref="Volumes"/> has <c>hostPath</c>.</summary>
    public IReadOnlyList<AllowedHostPath> HostPaths { get; init; } = [];

    /// <summary>Whether containers must have a root file system that they cannot write.</summary>
    public bool ReadOnlyRootFilesystem { get; init; }

    public bool AllowPrivilegeEscalation { get; init; } = true;

    public UserRule RunAsUser { get; init; } = UserRule.RunAsAny;

    /// <summary>User ids, for <see cref="UserRule.MustRunAs"/>.</summary>
    public IReadOnlyList<IdRange> Users { get; init; } = [];

    /// <summary>Capabilities that may be added, or <see cref="Any"/>.</summary>
    public IReadOnlyList<string> AllowedCapabilities { get; init; } = [];

    /// <summary>Capabilities that must be dropped; <c>ALL</c> in a container drops each.</summary>
    public IReadOnlyList<string> RequiredDropCapabilities { get; init; } = [];

    /// <summary>What to require where nobody has a policy: nothing of the node, no root, nothing to write on but volumes.</summary>
    public static PodSecurityPolicy Restricted { get; } = new()
    {
        Name = "restricted",
        Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"],
        ReadOnlyRootFilesystem = true,
        AllowPrivilegeEscalation = false,
        RunAsUser = UserRule.MustRunAsNonRoot,
        RequiredDropCapabilities = ["ALL"],
    };
}

/// <summary>Whom containers may run as.</summary>
public enum UserRule
{
    RunAsAny,
    MustRunAsNonRoot,
    MustRunAs,
}

/// <summary>Ports or user ids, both ends included.</summary>
public readonly record struct IdRange(long Min, long Max)
{
    public bool Contains(long id) => id >= Min && id <= Max;
}

/// <summary>A path of the node with all below it.</summary>
public sealed record AllowedHostPath(string PathPrefix, bool ReadOnly)
{
    /// <summary>By whole components: <c>/var/log</c> is no prefix of <c>/var/logs</c>, and nothing is of a path with <c>..</c>.</summary>
    public bool Covers(string path)
    {
        var (prefix, full) = (PathPrefix.TrimEnd('/'), path.TrimEnd('/'));
        return !path.Split('/').Contains("..")
            && (full == prefix || full.StartsWith($"{prefix}/", StringComparison.Ordinal));
    }
}
