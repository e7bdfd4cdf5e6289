using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>Roles in clouds that a service account or its pod is tied to. What they may do there is not known here.</summary>
internal static class CloudIdentities
{
    private static readonly (string Annotation, string What)[] OfAccounts =
    [
        ("eks.amazonaws.com/role-arn", "AWS role"),
        ("iam.gke.io/gcp-service-account", "Google service account"),
        ("azure.workload.identity/client-id", "Azure application"),
    ];

    private const string AzureUse = "azure.workload.identity/use";
    private const string AzureClient = "azure.workload.identity/client-id";
    private const string AzurePodIdentity = "aadpodidbinding";

    public static IEnumerable<Credential> Of(PodManifest pod, ServiceAccountFacts? account)
    {
        foreach (var (annotation, what) in OfAccounts)
        {
            if (account?.Annotations.GetValueOrDefault(annotation) is not { Length: > 0 } role)
                continue;

            // Azure's webhook gives the token only to pods that ask for it.
            if (annotation == AzureClient && pod.PodMetadata.Labels.GetValueOrDefault(AzureUse) != "true")
                continue;
            yield return new Credential(
                CredentialKind.CloudIdentity, role, ReachLevel.Own,
                $"The service account {account.Namespace}/{account.Name} is the {what} {role}, by the annotation {annotation}.");
        }

        if (pod.PodMetadata.Labels.GetValueOrDefault(AzurePodIdentity) is { Length: > 0 } identity)
        {
            yield return new Credential(
                CredentialKind.CloudIdentity, identity, ReachLevel.Own, $"The pod is the Azure identity {identity}, by the label {AzurePodIdentity}.");
        }
    }
}
