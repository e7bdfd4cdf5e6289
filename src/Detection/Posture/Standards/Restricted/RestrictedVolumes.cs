using System.Collections.Frozen;
using IncidentMesh.Detection.Posture.Pods;
using IncidentMesh.Detection.Posture.Standards.Baseline;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

internal static class RestrictedVolumes
{
    public static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.Ordinal,
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret");

    public static readonly PolicyCheck Check = new("restrictedVolumes", PolicyLevel.Restricted, new CheckRevision(0, static pod =>
    {
        var bad = pod.Spec.Volumes.Where(static volume => volume.Type is null || !Allowed.Contains(volume.Type)).ToList();
        if (bad.Count == 0)
            return null;
        var types = new SortedSet<string>(bad.Select(static volume => TypeName(volume.Type)), StringComparer.Ordinal);
        return new Refusal(
            "restricted volume types",
            $"{Wording.Plural(bad.Count, "volume", "volumes")} {Wording.Quoted([.. bad.Select(static volume => volume.Name)])} "
            + $"{Wording.Plural(bad.Count, "uses", "use")} {Wording.Plural(types.Count, "restricted volume type", "restricted volume types")} {Wording.Quoted(types)}");
    }, HostPathVolumes.Id));

    private static string TypeName(string? type) => type is not null && VolumeTypes.All.Contains(type) ? type : "unknown";
}
