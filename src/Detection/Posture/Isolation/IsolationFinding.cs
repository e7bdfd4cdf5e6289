using System.Text.Json;

namespace IncidentMesh.Detection.Posture.Isolation;

/// <summary>What holds a pod's containers back from the node.</summary>
/// <param name="Sandbox">What kind of kernel they call.</param>
/// <param name="RuntimeClass">What the pod asks for; null for the node's default.</param>
/// <param name="Handler">What that is on the node; null where the RuntimeClass was not given, and its name was taken for it.</param>
/// <param name="OwnUsers">Whether the pod's root is nobody on the node.</param>
/// <param name="Seccomp">The weakest of its containers' profiles.</param>
/// <param name="AppArmor">The weakest of its containers' profiles.</param>
/// <param name="SeLinuxTypes">Types that are set, which replace the runtime's confined one.</param>
/// <param name="BlindSensors">Sensors that see nothing of it, by the names of their formats.</param>
/// <param name="Advice">Whether to sandbox it; null where it is sandboxed, or nothing asks for it.</param>
public sealed record IsolationFinding(
    Sandbox Sandbox, string? RuntimeClass, string? Handler, bool OwnUsers, Confinement Seccomp, Confinement AppArmor,
    IReadOnlyList<string> SeLinuxTypes, IReadOnlyList<string> BlindSensors, SandboxAdvice? Advice);

/// <summary>How a kernel security module holds a container, weakest first.</summary>
public enum Confinement
{
    /// <summary>Not at all.</summary>
    Unconfined,

    /// <summary>As the node is set up: nothing for seccomp unless the kubelet says otherwise, the runtime's profile for AppArmor.</summary>
    NodeDefault,

    /// <summary>By the runtime's profile, or one of the node.</summary>
    Confined,
}

/// <summary>That a pod should run in a sandbox.</summary>
/// <param name="Reasons">Why.</param>
/// <param name="Obstacles">What the pod does that a sandbox cannot give it: to be changed first.</param>
/// <param name="RuntimeClass">The class to use; null where the cluster has none that is a sandbox.</param>
/// <param name="Nodes">Nodes that offer it; null where no nodes were given.</param>
/// <param name="Patch">A merge patch for the object; null where there are obstacles or no class.</param>
public sealed record SandboxAdvice(
    IReadOnlyList<string> Reasons, IReadOnlyList<string> Obstacles, string? RuntimeClass, int? Nodes, JsonElement? Patch);
