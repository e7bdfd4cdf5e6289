namespace IncidentMesh.Detection.Posture.Standards.Baseline;

internal static class HostNamespaces
{
    public static readonly PolicyCheck Check = new("hostNamespaces", PolicyLevel.Baseline, new CheckRevision(0, static pod =>
    {
        (bool Shared, string Field)[] namespaces =
        [
            (pod.Spec.HostNetwork, "hostNetwork=true"), (pod.Spec.HostPid, "hostPID=true"), (pod.Spec.HostIpc, "hostIPC=true"),
        ];
        var shared = namespaces.Where(static one => one.Shared).Select(static one => one.Field).ToList();
        return shared.Count == 0 ? null : new Refusal("host namespaces", Wording.Plain(shared));
    }));
}
