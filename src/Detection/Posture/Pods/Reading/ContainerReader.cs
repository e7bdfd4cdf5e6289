namespace IncidentMesh.Detection.Posture.Pods.Reading;

internal static class ContainerReader
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];
    private static readonly string[] HandlerTypes = ["httpGet", "tcpSocket", "exec", "grpc", "sleep"];

    public static Container Read(Field container, ContainerKind kind) => new()
    {
        Kind = kind,
        Name = container.Name("name") ?? "",
        Image = container.Text("image"),
        SecurityContext = SecurityContextReader.OfContainer(container.Object("securityContext")),
        Ports = [.. container.Objects("ports").Select(Port)],
        VolumeMounts =
        [
            .. container.Objects("volumeMounts").Select(static mount => new VolumeMount(
                mount.Name("name") ?? "", mount.Text("mountPath") ?? "", mount.Text("subPath"), mount.Flag("readOnly") ?? false)),
        ],
        VariableNames = [.. container.Objects("env").Select(static variable => variable.Text("name")).OfType<string>()],
        VariableSources = [.. VariableSources(container)],
        Handlers = [.. Handlers(container)],
    };

    private static ContainerPort Port(Field port) => new(
        port.Name("name"), port.Port("containerPort") ?? 0, port.Port("hostPort") ?? 0, port.Text("hostIP"), port.Text("protocol"));

    private static IEnumerable<VariableSource> VariableSources(Field container)
    {
        foreach (var variable in container.Objects("env"))
        {
            if (variable.Object("valueFrom") is not { } from)
                continue;
            if (from.Object("secretKeyRef") is { } secret)
                yield return new VariableSource("Secret", secret.Name("name") ?? "", secret.Name("key"));
            if (from.Object("configMapKeyRef") is { } map)
                yield return new VariableSource("ConfigMap", map.Name("name") ?? "", map.Name("key"));
        }

        foreach (var source in container.Objects("envFrom"))
        {
            if (source.Object("secretRef") is { } secret)
                yield return new VariableSource("Secret", secret.Name("name") ?? "", null);
            if (source.Object("configMapRef") is { } map)
                yield return new VariableSource("ConfigMap", map.Name("name") ?? "", null);
        }
    }

    private static IEnumerable<ContainerHandler> Handlers(Field container)
    {
        foreach (var probe in Probes)
        {
            foreach (var handler in Handlers(probe, container.Object(probe)))
                yield return handler;
        }

        var lifecycle = container.Object("lifecycle");
        foreach (var hook in Hooks)
        {
            foreach (var handler in Handlers(hook, lifecycle?.Object(hook)))
                yield return handler;
        }
    }

    private static IEnumerable<ContainerHandler> Handlers(string name, Field? field)
    {
        foreach (var type in HandlerTypes)
        {
            if (field?.Object(type) is { } handler)
                yield return new ContainerHandler(name, type, type is "httpGet" or "tcpSocket" ? handler.Text("host") : null);
        }
    }
}
