using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Detection.Posture.KernelModules;

/// <summary>Whether a node keeps modules out.</summary>
/// <param name="Node">Its name.</param>
/// <param name="State">What the guard on it says.</param>
/// <param name="MayLoad">Pods on the node that call its kernel, and so could have it load modules; those in a sandbox cannot.</param>
/// <param name="Loaded">What sensors saw loaded on it.</param>
public sealed record NodeModules(string Node, GuardState State, IReadOnlyList<string> MayLoad, IReadOnlyList<ModuleLoads> Loaded);

/// <summary>What the guard of a node says.</summary>
public enum GuardState
{
    /// <summary>The deny list is in place, and no denied module is loaded.</summary>
    Guarded,

    /// <summary>The guard's pod is not ready: the list was changed, a denied module is loaded, or it does not run yet.</summary>
    Drifted,

    /// <summary>There is no pod of the guard.</summary>
    Missing,
}
