using System.Collections.Frozen;
using IncidentMesh.Detection.Posture.Standards.Baseline;
using IncidentMesh.Detection.Posture.Standards.Restricted;

namespace IncidentMesh.Detection.Posture.Admission;

/// <summary>The checks of the Pod Security Standards as expressions that are true where a pod passes.</summary>
internal static class CheckExpressions
{
    /// <summary>The oldest version whose checks can be written so. Before it, seccomp was a matter of alpha annotations.</summary>
    public const int OldestMinor = 19;

    private const string Profiles = "['RuntimeDefault', 'Localhost']";

    private static readonly FrozenDictionary<string, Func<int, string>> ById = new Dictionary<string, Func<int, string>>
    {
        ["appArmorProfile"] = static _ =>
            $"{EachContext($"{Cel.Field("s", "appArmorProfile.type", "'RuntimeDefault'")} in {Profiles}")} && "
            + $"variables.annotations.all(k, !k.startsWith('{PodVariables.AppArmorAnnotation}') || variables.annotations[k] in ['', 'runtime/default'] || variables.annotations[k].startsWith('localhost/'))",
        ["capabilities_baseline"] = static _ =>
            EachContainer($"{Cel.Field("c", "securityContext.capabilities.add", "[]")}.all(x, x in {Cel.Texts(BaselineCapabilities.Allowed)})"),
        ["hostNamespaces"] = static _ => string.Join(" && ", new[] { "hostNetwork", "hostPID", "hostIPC" }.Select(static field => $"!{OfPod(field, "false")}")),
        ["hostPathVolumes"] = static _ => $"{OfPod("volumes", "[]")}.all(v, !has(v.hostPath))",
        ["hostPorts"] = static _ => EachContainer($"{Cel.Field("c", "ports", "[]")}.all(p, {Cel.Field("p", "hostPort", "0")} == 0)"),
        ["hostProbesAndHostLifecycle"] = static _ => EachContainer(string.Join(
            " && ",
            from handler in new[] { "livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop" }
            from type in new[] { "httpGet", "tcpSocket" }
            select $"{Cel.Field("c", $"{handler}.{type}.host", "''")} == ''")),
        ["privileged"] = static _ => EachContainer($"!{Cel.Field("c", "securityContext.privileged", "false")}"),
        ["procMount"] = static minor => minor < 35 ? MaskedProc : $"variables.hasOwnUsers || {MaskedProc}",
        ["seLinuxOptions"] = static minor => EachContext(
            $"{Cel.Field("s", "seLinuxOptions.type", "''")} in {Cel.Texts(SeLinuxOptionsCheck.TypesAt(minor))} && "
            + $"{Cel.Field("s", "seLinuxOptions.user", "''")} == '' && {Cel.Field("s", "seLinuxOptions.role", "''")} == ''"),
        ["seccompProfile_baseline"] = static _ => AllowedSeccomp,
        ["sysctls"] = static minor => $"{OfPod("securityContext.sysctls", "[]")}.all(x, x.name in {Cel.Texts(Sysctls.AllowedAt(minor))})",
        ["windowsHostProcess"] = static _ => EachContext($"!{Cel.Field("s", "windowsOptions.hostProcess", "false")}"),

        ["allowPrivilegeEscalation"] = static minor => ButOnWindows(
            minor, EachContainer($"!{Cel.Field("c", "securityContext.allowPrivilegeEscalation", "true")}")),
        ["capabilities_restricted"] = static minor => ButOnWindows(minor, EachContainer(
            $"'ALL' in {Cel.Field("c", "securityContext.capabilities.drop", "[]")} && "
            + $"{Cel.Field("c", "securityContext.capabilities.add", "[]")}.all(x, x == 'NET_BIND_SERVICE')")),
        ["procMount_restricted"] = static _ => MaskedProc,
        ["restrictedVolumes"] = static _ =>
            $"{OfPod("volumes", "[]")}.all(v, {string.Join(" || ", RestrictedVolumes.Allowed.Order(StringComparer.Ordinal).Select(static type => $"has(v.{type})"))})",
        ["runAsNonRoot"] = static minor => ButWithOwnUsers(
            minor,
            $"{OfPod("securityContext.runAsNonRoot", "true")} && "
            + EachContainer(Cel.Field("c", "securityContext.runAsNonRoot", OfPod("securityContext.runAsNonRoot", "false")))),
        ["runAsUser"] = static minor => ButWithOwnUsers(minor, EachContext($"{Cel.Field("s", "runAsUser", "1")} != 0")),
        ["seccompProfile_restricted"] = static minor => ButOnWindows(
            minor,
            $"{AllowedSeccomp} && ({Cel.Has("variables.podSpec", "securityContext.seccompProfile")} || {EachContainer(Cel.Has("c", "securityContext.seccompProfile"))})"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static string AllowedSeccomp => EachContext($"{Cel.Field("s", "seccompProfile.type", "'RuntimeDefault'")} in {Profiles}");

    private static string MaskedProc => EachContainer($"{Cel.Field("c", "securityContext.procMount", "'Default'")} == 'Default'");

    /// <returns>True where the pod passes.</returns>
    public static string Of(string check, int minor) => ById[check](minor);

    private static string EachContainer(string expression) => $"variables.containers.all(c, {expression})";

    private static string EachContext(string expression) => $"variables.contexts.all(s, {expression})";

    private static string OfPod(string path, string otherwise) => Cel.Field("variables.podSpec", path, otherwise);

    private static string ButOnWindows(int minor, string expression) => minor < 25 ? expression : $"variables.isWindows || {expression}";

    private static string ButWithOwnUsers(int minor, string expression) => minor < 35 ? expression : $"variables.hasOwnUsers || {expression}";
}
