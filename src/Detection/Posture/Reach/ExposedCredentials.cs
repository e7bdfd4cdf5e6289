using IncidentMesh.Contracts.Inventory;

namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>
/// What has to be replaced once somebody was in a pod: no containment takes back what was read. Only names are known, and
/// only what specifications and RBAC give; what the pod could reach over the network is not among it.
/// </summary>
public static class ExposedCredentials
{
    private const int LongestName = 256;
    private const int MostNames = 3;
    private const int MostRights = 12;

    /// <returns>What is in the pods first, then what their account may do, each what reaches farthest first.</returns>
    public static IReadOnlyList<ExposedCredential> Of(PodReach reach)
    {
        ArgumentNullException.ThrowIfNull(reach);
        var own = reach.Credentials.OrderByDescending(static one => one.Level).Select(Of).OfType<ExposedCredential>().DistinctBy(static one => (one.Kind, one.Name)).ToList();
        var rights = reach.Rights.Where(static right => right.Level >= ReachLevel.Namespace).OrderByDescending(static right => right.Level).Select(Of).ToList();
        return [.. Cut(own, ExposedCredential.Most - MostRights - 2, "credentials"), .. Cut(rights, MostRights, "rights")];
    }

    private static List<ExposedCredential> Cut(List<ExposedCredential> all, int most, string what) => all.Count <= most
        ? all
        : [.. all.Take(most), new(ExposedCredential.More, $"and {all.Count - most} more {what}", "All are in what a takeover gives: incidentmesh reach.")];

    private static ExposedCredential? Of(Credential credential) => credential.Kind switch
    {
        CredentialKind.AccountToken => new("account-token", Cut(credential.Name),
            "Delete the pods: tokens that were issued for them end within about a minute after that, copies too, and not before. Token Secrets of the account (type kubernetes.io/service-account-token) do not end: delete them."),
        CredentialKind.ProjectedToken => new("projected-token", Cut(credential.Name),
            "Delete the pods. Who takes this token without asking the API server takes it until it expires."),
        CredentialKind.MountedSecret or CredentialKind.EnvironmentSecret => new("secret", Cut(credential.Name),
            "Have what is in it issued anew where it is from, write that to the Secret, and restart what uses it."),
        CredentialKind.CloudIdentity or CredentialKind.CloudMetadata => new("cloud-identity", Cut(credential.Name),
            "Revoke its sessions in the cloud: keys that were handed out stay valid for hours."),
        CredentialKind.Node or CredentialKind.HostSocket or CredentialKind.HostPath => credential.Level switch
        {
            ReachLevel.Cluster => new("cluster", "its database", "Everything in the cluster may have been read and changed, its CA included: build it anew."),
            ReachLevel.Node or ReachLevel.Namespace => new("node", "the nodes of the pods", "Whoever was in may have been on the node: replace the node, and what the other pods on it hold."),
            _ => null,
        },
        _ => null,
    };

    private static ExposedCredential Of(ReachedRight right)
    {
        var names = right.Names.Count == 0 ? "" : $" {string.Join(", ", right.Names.Take(MostNames))}{(right.Names.Count > MostNames ? $" and {right.Names.Count - MostNames} more" : "")}";
        var who = right.By.Count > 0 ? right.By[^1] : "anybody";
        return new("right", Cut($"{right.Right}{names} in {right.Namespace ?? "every namespace"}"),
            $"Find in the audit log what {Cut(who)} did with it. Replace each Secret that was read by it; undo what was made or changed by it; tokens that were made by it are bound to no pod, and end when their account is made anew.");
    }

    private static string Cut(string text) => text.Length <= LongestName ? text
        : text[..(char.IsHighSurrogate(text[LongestName - 4]) ? LongestName - 4 : LongestName - 3)] + "...";
}
