using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Fields of user, group, container and pod.</summary>
internal static class IdentityFields
{
    public static ImmutableArray<FieldDefinition> All { get; } =
    [
        new("user.uid", FieldType.Unsigned32, "User id."),
        new("user.name", FieldType.Text, "User name."),
        new("user.homedir", FieldType.Text, "Home folder."),
        new("user.shell", FieldType.Text, "Shell."),
        new("user.loginuid", FieldType.Integer64, "Id of the user who logged in; -1 without a login."),
        new("user.loginname", FieldType.Text, "Name of the user who logged in."),
        new("group.gid", FieldType.Unsigned32, "Group id."),
        new("group.name", FieldType.Text, "Group name."),
        new("container.id", FieldType.Text, "First twelve letters of the id; host outside containers."),
        new("container.full_id", FieldType.Text, "Id."),
        new("container.name", FieldType.Text, "Name."),
        new("container.image", FieldType.Text, "Image as it was given."),
        new("container.image.id", FieldType.Text, "Id of the image."),
        new("container.type", FieldType.Text, "Runtime, such as containerd."),
        new("container.privileged", FieldType.Boolean, "Whether it is privileged."),
        new("container.mounts", FieldType.Text, "All mounts in one text."),
        new("container.mount", FieldType.Text, "One mount, by position or source.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.mount.source", FieldType.Text, "Source of one mount, by position or destination.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.mount.dest", FieldType.Text, "Destination of one mount, by position or source.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.mount.mode", FieldType.Text, "Mode of one mount, by position or source.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.mount.rdwr", FieldType.Text, "Whether one mount can be written, by position or source.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.mount.propagation", FieldType.Text, "Propagation of one mount, by position or source.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("container.image.repository", FieldType.Text, "Repository of the image, without tag."),
        new("container.image.tag", FieldType.Text, "Tag of the image."),
        new("container.image.digest", FieldType.Text, "Digest of the image."),
        new("container.healthcheck", FieldType.Text, "Command of the health check."),
        new("container.liveness_probe", FieldType.Text, "Command of the liveness probe."),
        new("container.readiness_probe", FieldType.Text, "Command of the readiness probe."),
        new("container.start_ts", FieldType.AbsoluteTime, "When it started, nanoseconds since 1970."),
        new("container.duration", FieldType.RelativeTime, "Nanoseconds since it started."),
        new("container.ip", FieldType.Text, "First address."),
        new("container.cni.json", FieldType.Text, "Result of the network plugin."),
        new("container.host_pid", FieldType.Boolean, "Whether it shares the host's process ids."),
        new("container.host_network", FieldType.Boolean, "Whether it shares the host's network."),
        new("container.host_ipc", FieldType.Boolean, "Whether it shares the host's interprocess communication."),
        new("container.label", FieldType.Text, "One label.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("container.labels", FieldType.Text, "All labels."),
        new("k8s.pod.name", FieldType.Text, "Name of the pod."),
        new("k8s.pod.id", FieldType.Text, "Legacy id of the pod.") { Deprecated = true },
        new("k8s.pod.uid", FieldType.Text, "UID of the pod."),
        new("k8s.pod.sandbox_id", FieldType.Text, "Short id of the pod's sandbox."),
        new("k8s.pod.full_sandbox_id", FieldType.Text, "Id of the pod's sandbox."),
        new("k8s.pod.label", FieldType.Text, "One label of the pod.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("k8s.pod.labels", FieldType.Text, "All labels of the pod."),
        new("k8s.pod.ip", FieldType.Text, "Address of the pod."),
        new("k8s.pod.cni.json", FieldType.Text, "Result of the network plugin for the pod."),
        new("k8s.ns.name", FieldType.Text, "Namespace."),
        new("k8s.ns.id", FieldType.Text, "UID of the namespace.") { Deprecated = true },
        new("k8s.ns.label", FieldType.Text, "One label of the namespace.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
            Deprecated = true,
        },
        new("k8s.ns.labels", FieldType.Text, "All labels of the namespace.") { Deprecated = true },
        new("k8s.deployment.name", FieldType.Text, "Deployment that owns the pod.") { Deprecated = true },
        new("k8s.deployment.id", FieldType.Text, "UID of that deployment.") { Deprecated = true },
        new("k8s.rs.name", FieldType.Text, "Replica set that owns the pod.") { Deprecated = true },
        new("k8s.rs.id", FieldType.Text, "UID of that replica set.") { Deprecated = true },
        new("k8s.rc.name", FieldType.Text, "Replication controller that owns the pod.") { Deprecated = true },
        new("k8s.rc.id", FieldType.Text, "UID of that replication controller.") { Deprecated = true },
        new("k8s.svc.name", FieldType.Text, "Service that selects the pod.") { Deprecated = true },
        new("k8s.svc.id", FieldType.Text, "UID of that service.") { Deprecated = true },
        new("syslog.facility", FieldType.Integer64, "Number of the facility."),
        new("syslog.facility.str", FieldType.Text, "Name of the facility."),
        new("syslog.severity", FieldType.Integer64, "Number of the severity."),
        new("syslog.severity.str", FieldType.Text, "Name of the severity."),
        new("syslog.message", FieldType.Text, "The message."),
    ];
}
