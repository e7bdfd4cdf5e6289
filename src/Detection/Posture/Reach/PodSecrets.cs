using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Snapshots;

namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>Secrets and tokens that the pod's own specification gives it.</summary>
internal static class PodSecrets
{
    public static IEnumerable<Credential> Of(PodSpec spec, ServiceAccountFacts? account)
    {
        var mounted = spec.Containers.SelectMany(static container => container.VolumeMounts).Select(static mount => mount.VolumeName).ToHashSet(StringComparer.Ordinal);
        var volumes = spec.Volumes.Where(volume => mounted.Contains(volume.Name)).ToList();
        var pulled = spec.ImagePullSecrets.Count > 0 ? spec.ImagePullSecrets : account?.ImagePullSecrets ?? [];
        return
        [
            .. Distinct(volumes.SelectMany(static volume => volume.Secrets))
                .Select(static name => new Credential(CredentialKind.MountedSecret, name, ReachLevel.Own, $"The secret {name} is mounted.")),
            .. Distinct(spec.Containers.SelectMany(static container => container.VariableSources).Where(static source => source.Kind == "Secret").Select(static source => source.Name))
                .Select(static name => new Credential(CredentialKind.EnvironmentSecret, name, ReachLevel.Own, $"The secret {name} is in environment variables.")),
            .. Distinct(volumes.SelectMany(static volume => volume.Tokens).Select(static token => token.Audience).OfType<string>())
                .Select(static audience => new Credential(CredentialKind.ProjectedToken, audience, ReachLevel.Own, $"A token of its service account for {audience} is mounted.")),
            .. Distinct(pulled)
                .Select(static name => new Credential(
                    CredentialKind.ImagePullSecret, name, ReachLevel.Nothing, $"The node pulls images with the secret {name}; the pod itself does not see it.")),
        ];
    }

    private static IEnumerable<string> Distinct(IEnumerable<string> names) => names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
