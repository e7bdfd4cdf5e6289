using IncidentMesh.Detection.Posture.Standards.Baseline;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

/// <summary>Keeps what baseline no longer asks of pods in a user namespace.</summary>
internal static class RestrictedProcMount
{
    public static readonly PolicyCheck Check = new(
        "procMount_restricted", PolicyLevel.Restricted, new CheckRevision(35, BaselineProcMount.Judge, BaselineProcMount.Id));
}
