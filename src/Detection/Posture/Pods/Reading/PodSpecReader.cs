namespace IncidentMesh.Detection.Posture.Pods.Reading;

internal static class PodSpecReader
{
    private static readonly (string List, ContainerKind Kind)[] ContainerLists =
    [
        ("initContainers", ContainerKind.Init), ("containers", ContainerKind.Regular), ("ephemeralContainers", ContainerKind.Ephemeral),
    ];

    public static PodSpec Read(Field spec) => new()
    {
        HostNetwork = spec.Flag("hostNetwork") ?? false,
        HostPid = spec.Flag("hostPID") ?? false,
        HostIpc = spec.Flag("hostIPC") ?? false,
        HostUsers = spec.Flag("hostUsers"),
        OperatingSystem = spec.Object("os")?.Text("name"),
        RuntimeClassName = spec.Name("runtimeClassName"),
        ServiceAccountName = spec.Name("serviceAccountName") ?? spec.Name("serviceAccount"),
        AutomountServiceAccountToken = spec.Flag("automountServiceAccountToken"),
        ImagePullSecrets = [.. spec.Objects("imagePullSecrets").Select(static secret => secret.Name("name")).OfType<string>()],
        NodeName = spec.Name("nodeName"),
        NodeSelector = spec.TextMap("nodeSelector"),
        SecurityContext = SecurityContextReader.OfPod(spec.Object("securityContext")),
        Volumes = [.. spec.Objects("volumes").Select(VolumeReader.Read)],
        Containers = Containers(spec),
    };

    private static List<Container> Containers(Field spec)
    {
        var containers = new List<Container>();
        foreach (var (list, kind) in ContainerLists)
        {
            foreach (var container in spec.Objects(list))
            {
                if (containers.Count == PodSpec.MaximumContainers)
                {
                    spec.Report(spec.Place, $"has more than {PodSpec.MaximumContainers:N0} containers.");
                    return containers;
                }

                containers.Add(ContainerReader.Read(container, kind));
            }
        }

        return containers;
    }
}
