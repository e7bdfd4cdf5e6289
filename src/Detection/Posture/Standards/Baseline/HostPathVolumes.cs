namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class HostPathVolumes
{
    public const string Id = "hostPathVolumes";

    public static readonly PolicyCheck Check = new(Id, PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var bad = pod.Spec.Volumes.Where(static volume => volume.Type == "hostPath").Select(static volume => volume.Name).ToList();
        return bad.Count == 0 ? null : new Refusal("hostPath volumes", $"{Wording.Plural(bad.Count, "volume", "volumes")} {Wording.Quoted(bad)}");
    }));
}
