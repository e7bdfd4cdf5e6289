namespace IncidentMesh.Kubernetes;

/// <summary>The namespace that this process runs in.</summary>
internal static class PodNamespace
{
    private const string ServiceAccountFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

    /// <returns>The namespace, or null outside of a pod.</returns>
    public static string? Find()
    {
        try
        {
            return File.ReadAllText(ServiceAccountFile).Trim() is { Length: > 0 } found ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
