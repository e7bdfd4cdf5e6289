namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>What a takeover of a pod gives.</summary>
/// <param name="Level">What is certain by what is known.</param>
/// <param name="AtMost">What it is if everything that is not known comes out worst.</param>
/// <param name="Credentials">What can be taken from the pod or used from within it, the farthest reaching first.</param>
/// <param name="Rights">What its account may do that leads on, the farthest reaching first.</param>
/// <param name="Unknowns">What is not known, one sentence each: why <paramref name="AtMost"/> is higher.</param>
public sealed record PodReach(
    ReachLevel Level, ReachLevel AtMost, IReadOnlyList<Credential> Credentials, IReadOnlyList<ReachedRight> Rights, IReadOnlyList<string> Unknowns);

/// <summary>Something that can be taken over with a pod.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Which one: a secret's name, a path, a role's.</param>
/// <param name="Level">How far it reaches by itself.</param>
/// <param name="Explanation">One sentence: how it gets there and what it is good for.</param>
public sealed record Credential(CredentialKind Kind, string Name, ReachLevel Level, string Explanation);

public enum CredentialKind
{
    /// <summary>The token of its service account, for the API server.</summary>
    AccountToken,

    /// <summary>A token of its service account for somebody else.</summary>
    ProjectedToken,

    MountedSecret,

    /// <summary>A secret in environment variables.</summary>
    EnvironmentSecret,

    /// <summary>The kubelet pulls with it. The pod does not see it, but who reads secrets of its namespace does.</summary>
    ImagePullSecret,

    /// <summary>A role in a cloud that the service account is tied to.</summary>
    CloudIdentity,

    /// <summary>The node's own role in its cloud, from the metadata service.</summary>
    CloudMetadata,

    HostPath,

    /// <summary>A socket of the node's container runtime.</summary>
    HostSocket,

    /// <summary>The node itself, by privileges of a container.</summary>
    Node,
}

/// <summary>A right that leads on.</summary>
/// <param name="Right">Name of the right, such as <c>read-secrets</c>: see docs/exposure-and-reach.md.</param>
/// <param name="Namespace">Where; null for the whole cluster.</param>
/// <param name="Names">Objects that it is limited to; empty for all.</param>
/// <param name="Level">How far it reaches.</param>
/// <param name="AtMost">How far if namespaces that are not known admit privileged pods.</param>
/// <param name="By">Accounts that are taken over one after the other to have it, user names; the pod's own is the first.</param>
/// <param name="Explanation">One sentence with the binding and the role that give it.</param>
public sealed record ReachedRight(
    string Right, string? Namespace, IReadOnlyList<string> Names, ReachLevel Level, ReachLevel AtMost, IReadOnlyList<string> By, string Explanation);
