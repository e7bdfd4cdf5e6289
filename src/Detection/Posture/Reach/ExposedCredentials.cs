using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>
/// What has to be replaced once somebody was in a pod: no containment takes back what was read. Only names are known, and
/// only what specifications and RBAC give; what the pod could reach over the network is not among it.
/// </summary>
public static class ExposedCredentials
{
    private const int Most = 30;
    private const int LongestName = 256;

    public static IReadOnlyList<ExposedCredential> Of(PodReach reach)
    {
        ArgumentNullException.ThrowIfNull(reach);
        return
        [
            .. reach.Credentials.Select(Of).OfType<ExposedCredential>()
                .Concat(reach.Rights.Where(static right => right.Right is "read-secrets" or "everything").Select(Readable))
                .Select(static one => one with { Name = one.Name.Length > LongestName ? one.Name[..LongestName] : one.Name })
                .DistinctBy(static one => (one.Kind, one.Name))
                .Take(Most),
        ];
    }

    private static ExposedCredential? Of(Credential credential) => credential.Kind switch
    {
        CredentialKind.AccountToken => new("account-token", credential.Name,
            "Delete the pods: their tokens end within a minute after that, copies too, and not before. Delete Secrets of type kubernetes.io/service-account-token of the account as well: those tokens do not end."),
        CredentialKind.ProjectedToken => new("projected-token", credential.Name,
            "Delete the pods. Who takes this token without asking the API server takes it until it expires."),
        CredentialKind.MountedSecret or CredentialKind.EnvironmentSecret => new("secret", credential.Name,
            "Have what is in it issued anew where it is from, write that to the Secret, and restart what uses it."),
        CredentialKind.CloudIdentity or CredentialKind.CloudMetadata => new("cloud-identity", credential.Name,
            "Revoke its sessions in the cloud: keys that were handed out stay valid for hours."),
        CredentialKind.Node or CredentialKind.HostSocket => Node(),
        CredentialKind.HostPath when credential.Level >= ReachLevel.Node => Node(),
        _ => null,
    };

    private static ExposedCredential Node() => new("node", "the nodes of the pods",
        "Whoever was in may have been on the node: replace the node, and what the other pods on it hold.");

    private static ExposedCredential Readable(ReachedRight right) => new(
        "readable-secrets",
        (right.Names.Count > 0 ? string.Join(", ", right.Names) : "all") + (right.Namespace is { } place ? $" in {place}" : " in every namespace"),
        $"Its account may read them: find in the audit log which ones {right.By[^1]} has read, and replace these.");
}
