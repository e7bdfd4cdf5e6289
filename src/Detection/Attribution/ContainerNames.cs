namespace IncidentMesh.Detection;

/// <summary>Names of containers as different runtimes write them.</summary>
internal static class ContainerNames
{
    private const string DockerPrefix = "k8s_";

    /// <summary>Docker's <c>k8s_web_web-0_shop_…</c> is <c>web</c> in the pod's spec.</summary>
    public static string? Plain(string? name)
    {
        if (name?.StartsWith(DockerPrefix, StringComparison.Ordinal) != true)
            return name;

        var end = name.IndexOf('_', DockerPrefix.Length);
        return end > DockerPrefix.Length ? name[DockerPrefix.Length..end] : name;
    }
}
