namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>Paths whose reading gives credentials away; a program that does not need them opens them never.</summary>
internal static class CredentialFiles
{
    private static readonly string[] Parts =
    [
        "credential", "/etc/shadow", "/etc/gshadow", "/secrets/", "serviceaccount/token", "/.kube/", "/.aws/", "/.azure/",
        "/.docker/config", "/.ssh/", "id_rsa", "id_ed25519", "kubeconfig", "/etc/kubernetes/", ".pgpass", ".netrc", "/proc/1/environ",
    ];

    public static bool Contains(ReadOnlySpan<char> path)
    {
        foreach (var part in Parts)
        {
            if (path.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
