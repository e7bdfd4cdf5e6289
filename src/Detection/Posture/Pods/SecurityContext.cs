namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>What a pod's and a container's <c>securityContext</c> have in common. A container's wins over its pod's.</summary>
public abstract record SecurityContext
{
    /// <summary>User id, 0 for root.</summary>
    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public SeLinuxOptions? SeLinux { get; init; }

    public SecurityProfile? Seccomp { get; init; }

    public SecurityProfile? AppArmor { get; init; }

    /// <summary><c>windowsOptions.hostProcess</c>.</summary>
    public bool? WindowsHostProcess { get; init; }

    /// <summary><c>windowsOptions.runAsUserName</c>.</summary>
    public string? WindowsUserName { get; init; }
}

/// <summary>A seccomp or AppArmor profile.</summary>
/// <param name="Type"><c>RuntimeDefault</c>, <c>Localhost</c>, <c>Unconfined</c>, or whatever the document says.</param>
/// <param name="LocalhostProfile">The node's profile, for <c>Localhost</c>.</param>
public sealed record SecurityProfile(string Type, string? LocalhostProfile);

/// <summary>Parts of an SELinux label; empty for those that are not set.</summary>
public sealed record SeLinuxOptions(string User, string Role, string Type, string Level);
