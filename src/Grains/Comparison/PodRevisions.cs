namespace IncidentMesh.Grains.Comparison;

/// <summary>Reads the revision off a pod's name, where no inventory knows it.</summary>
internal static class PodRevisions
{
    /// <returns>The hash of the pod template that a Deployment's pods have in their names; empty where there is none.</returns>
    public static string Of(string pod) => pod.Split('-') is { Length: >= 3 } parts && parts[^1].Length == 5 && parts[^2].Length is >= 6 and <= 10 ? parts[^2] : "";
}
