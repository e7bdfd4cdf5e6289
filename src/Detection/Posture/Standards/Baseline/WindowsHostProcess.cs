namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class WindowsHostProcess
{
    public static readonly PolicyCheck Check = new("windowsHostProcess", PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        var bad = Setters.Of(pod.Spec, static context => context.WindowsHostProcess == true);
        return bad.None ? null : new Refusal("hostProcess", $"{bad} must not set securityContext.windowsOptions.hostProcess=true");
    }));
}
