namespace IncidentMesh.Detection.Posture.Pods.Reading;

internal static class SecurityContextReader
{
    public static PodSecurityContext OfPod(Field? field) => field is not { } context ? PodSecurityContext.Empty : new PodSecurityContext
    {
        RunAsUser = context.Integer("runAsUser"),
        RunAsGroup = context.Integer("runAsGroup"),
        RunAsNonRoot = context.Flag("runAsNonRoot"),
        SeLinux = SeLinux(context),
        Seccomp = Profile(context.Object("seccompProfile")),
        AppArmor = Profile(context.Object("appArmorProfile")),
        WindowsHostProcess = context.Object("windowsOptions")?.Flag("hostProcess"),
        WindowsUserName = context.Object("windowsOptions")?.Text("runAsUserName"),
        Sysctls = [.. context.Objects("sysctls").Select(static sysctl => new Sysctl(sysctl.Name("name") ?? "", sysctl.Text("value") ?? ""))],
        FsGroup = context.Integer("fsGroup"),
        SupplementalGroups = context.Integers("supplementalGroups"),
    };

    public static ContainerSecurityContext OfContainer(Field? field) => field is not { } context ? ContainerSecurityContext.Empty : new ContainerSecurityContext
    {
        RunAsUser = context.Integer("runAsUser"),
        RunAsGroup = context.Integer("runAsGroup"),
        RunAsNonRoot = context.Flag("runAsNonRoot"),
        SeLinux = SeLinux(context),
        Seccomp = Profile(context.Object("seccompProfile")),
        AppArmor = Profile(context.Object("appArmorProfile")),
        WindowsHostProcess = context.Object("windowsOptions")?.Flag("hostProcess"),
        WindowsUserName = context.Object("windowsOptions")?.Text("runAsUserName"),
        Privileged = context.Flag("privileged"),
        AllowPrivilegeEscalation = context.Flag("allowPrivilegeEscalation"),
        ReadOnlyRootFilesystem = context.Flag("readOnlyRootFilesystem"),
        ProcMount = context.Text("procMount"),
        AddedCapabilities = context.Object("capabilities")?.Texts("add") ?? [],
        DroppedCapabilities = context.Object("capabilities")?.Texts("drop") ?? [],
    };

    private static SecurityProfile? Profile(Field? field) =>
        field is { } profile ? new SecurityProfile(profile.Text("type") ?? "", profile.Text("localhostProfile")) : null;

    private static SeLinuxOptions? SeLinux(Field context) => context.Object("seLinuxOptions") is not { } options ? null : new SeLinuxOptions(
        options.Text("user") ?? "", options.Text("role") ?? "", options.Text("type") ?? "", options.Text("level") ?? "");
}
