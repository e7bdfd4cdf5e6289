using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Standards.Restricted;

/// <summary>In a user namespace of its own a pod's root is nobody on the node, from v1.35 on (KEP-127).</summary>
internal static class RunAsUser
{
    public static readonly PolicyCheck Check = new(
        "runAsUser", PolicyLevel.Restricted,
        new CheckRevision(23, static pod => Judge(pod.Spec)), new CheckRevision(35, static pod => pod.Spec.HostUsers == false ? null : Judge(pod.Spec)));

    private static Refusal? Judge(PodSpec spec)
    {
        var bad = Setters.Of(spec, static context => context.RunAsUser == 0);
        return bad.None ? null : new Refusal("runAsUser=0", $"{bad} must not set runAsUser=0");
    }
}
