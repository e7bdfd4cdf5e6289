using System.Text;
using System.Text.Json;

namespace IncidentMesh.Detection.Posture.KernelModules;

/// <summary>
/// Writes what keeps nodes from loading modules: a deny list for modprobe, and a DaemonSet that puts it on each node. A pod of it is
/// ready as long as the list is in place and none of the modules is loaded, so that drift shows as a pod that is not ready.
/// </summary>
public static class ModuleGuard
{
    /// <summary>Name of the objects, and of their label <c>app.kubernetes.io/name</c>.</summary>
    public const string Name = "incidentmesh-module-guard";

    private const string ListFile = "incidentmesh-deny.conf";

    /// <summary>Files in the container: the list as it should be, and the node's.</summary>
    private const string Wanted = $"/config/{ListFile}";
    private const string Present = $"/host/modprobe.d/{ListFile}";

    /// <param name="modules">What to deny.</param>
    /// <param name="namespace">Where the objects go; it must allow host paths.</param>
    /// <param name="image">An image with a shell, <c>cmp</c>, <c>cp</c> and <c>grep</c>, such as busybox.</param>
    /// <returns>A ConfigMap and a DaemonSet.</returns>
    public static IReadOnlyList<JsonElement> Write(IReadOnlyList<DeniedModule> modules, string @namespace, string image) =>
    [
        JsonSerializer.SerializeToElement(new
        {
            apiVersion = "v1",
            kind = "ConfigMap",
            metadata = Metadata(@namespace),
            data = new Dictionary<string, string> { [ListFile] = DenyList(modules) },
        }),
        JsonSerializer.SerializeToElement(new
        {
            apiVersion = "apps/v1",
            kind = "DaemonSet",
            metadata = Metadata(@namespace),
            spec = new
            {
                selector = new { matchLabels = Labels },
                template = new { metadata = new { labels = Labels }, spec = Pod(modules, image) },
            },
        }),
    ];

    /// <returns>Lines for a file in <c>/etc/modprobe.d</c>: whoever wants the module, also by one of its aliases, gets none.</returns>
    public static string DenyList(IReadOnlyList<DeniedModule> modules)
    {
        var list = new StringBuilder();
        foreach (var module in modules)
            list.Append("# ").Append(module.Reason).Append('\n').Append("install ").Append(module.Name).Append(" /bin/false\n");
        return list.ToString();
    }

    private static Dictionary<string, string> Labels => new() { ["app.kubernetes.io/name"] = Name };

    private static object Metadata(string @namespace) => new { name = Name, @namespace, labels = Labels };

    private static object Pod(IReadOnlyList<DeniedModule> modules, string image) => new
    {
        automountServiceAccountToken = false,
        tolerations = new object[] { new Dictionary<string, string> { ["operator"] = "Exists" } },
        securityContext = new { seccompProfile = new { type = "RuntimeDefault" } },
        initContainers = new object[] { Container("install", image, $"cmp -s {Wanted} {Present} || cp {Wanted} {Present}", readOnly: false) },
        containers = new object[] { Watching(modules, image) },
        volumes = new object[]
        {
            new { name = "config", configMap = new { name = Name } },
            new { name = "modprobe", hostPath = new { path = "/etc/modprobe.d", type = "DirectoryOrCreate" } },
        },
    };

    private static Dictionary<string, object> Watching(IReadOnlyList<DeniedModule> modules, string image)
    {
        var container = Container("watch", image, "while true; do sleep 3600; done", readOnly: true);
        container["readinessProbe"] = new
        {
            exec = new { command = new[] { "/bin/sh", "-c", DriftScript(modules) } },
            periodSeconds = 60,
        };
        return container;
    }

    /// <summary>What it prints stands in the pod's events.</summary>
    private static string DriftScript(IReadOnlyList<DeniedModule> modules) =>
        $"cmp -s {Wanted} {Present} || {{ echo 'the deny list was changed'; exit 1; }}; "
        + $"if grep -oE '^({string.Join('|', modules.Select(static module => module.Name))}) ' /proc/modules; then echo 'loaded although denied'; exit 1; fi";

    private static Dictionary<string, object> Container(string name, string image, string script, bool readOnly) => new()
    {
        ["name"] = name,
        ["image"] = image,
        ["command"] = new[] { "/bin/sh", "-c", script },
        // Only the node's root may write its /etc: root it is, with nothing else.
        ["securityContext"] = new
        {
            runAsUser = 0,
            allowPrivilegeEscalation = false,
            readOnlyRootFilesystem = true,
            capabilities = new { drop = new[] { "ALL" } },
        },
        ["resources"] = new { requests = new { cpu = "1m", memory = "8Mi" }, limits = new { memory = "32Mi" } },
        ["volumeMounts"] = new object[]
        {
            new { name = "config", mountPath = "/config", readOnly = true },
            new { name = "modprobe", mountPath = "/host/modprobe.d", readOnly },
        },
    };
}
