using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>One check of the standards, in all the revisions that it has had.</summary>
/// <param name="Id">Kubernetes' name for it.</param>
/// <param name="Level">From which level on it counts.</param>
/// <param name="Revisions">Oldest first.</param>
internal sealed record PolicyCheck(string Id, PolicyLevel Level, params CheckRevision[] Revisions)
{
    /// <returns>What counts in a minor version; null where the check did not exist yet.</returns>
    public CheckRevision? At(int minor) => Array.FindLast(Revisions, revision => revision.From <= minor);
}

/// <summary>A check as it is from a version on.</summary>
/// <param name="From">Minor version.</param>
/// <param name="Judge">Says why a pod is refused, or null.</param>
/// <param name="Overrides">Ids of weaker checks of the level below that need not be asked too.</param>
internal sealed record CheckRevision(int From, Func<PodManifest, Refusal?> Judge, params string[] Overrides);

/// <summary>Why a pod is refused.</summary>
internal sealed record Refusal(string Reason, string Detail);
