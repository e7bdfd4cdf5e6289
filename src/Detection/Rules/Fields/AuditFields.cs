using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Fields of an event of the API server's audit log. All are text: numbers and booleans compare as strings.</summary>
internal static class AuditFields
{
    public static ImmutableArray<FieldDefinition> All { get; } =
    [
        Text("ka.auditid", "Id of the request."),
        Text("ka.stage", "Stage of the request, such as ResponseComplete."),
        Text("ka.auth.decision", "Whether the request was allowed: allow or forbid."),
        Text("ka.auth.reason", "Why it was allowed."),
        Text("ka.auth.openshift.decision", "The same from OpenShift."),
        Text("ka.auth.openshift.username", "User name that OpenShift authenticated."),
        Text("ka.validations.admission.policy.failure", "Why a policy of validating admission failed."),
        Text("ka.security.pod.violations", "How the pod violates the pod security standard."),
        Text("ka.user.name", "User who asked."),
        List("ka.user.groups", "Groups of that user."),
        Text("ka.impuser.name", "User in whose name it was asked."),
        Text("ka.verb", "What was to be done: get, create, delete and so on."),
        Text("ka.uri", "Path and query of the request."),
        Keyed("ka.uri.param", "One parameter of the query."),
        Text("ka.target.name", "Name of the object."),
        Text("ka.target.namespace", "Namespace of the object."),
        Text("ka.target.resource", "Resource of the object, in the plural."),
        Text("ka.target.subresource", "Subresource, such as exec."),
        Text("ka.target.pod.name", "Name of the pod that the request works on."),
        List("ka.req.binding.subjects", "Subjects that a binding binds."),
        List("ka.req.binding.subjects.user_names", "Users that a binding binds."),
        List("ka.req.binding.subjects.group_names", "Groups that a binding binds."),
        List("ka.req.binding.subjects.serviceaccount_names", "Service accounts that a binding binds."),
        List("ka.req.binding.subjects.serviceaccount_ns_names", "The same as namespace:name."),
        Text("ka.req.binding.role", "Role that a binding grants."),
        Keyed("ka.req.binding.subject.has_name", "Always true.") with { Deprecated = true },
        Text("ka.req.configmap.name", "Name of the config map that is written."),
        Text("ka.req.configmap.obj", "The config map that is written, as JSON."),
        .. OfContainers("containers", "containers"),
        .. OfContainers("initContainers", "init containers"),
        .. OfContainers("ephemeralContainers", "ephemeral containers"),
        Text("ka.req.container.image", "Image of the first container.") with { Deprecated = true },
        Text("ka.req.container.image.repository", "Repository of the first container's image.") with { Deprecated = true },
        Text("ka.req.pod.host_ipc", "hostIPC of the pod."),
        Text("ka.req.pod.host_network", "hostNetwork of the pod."),
        Text("ka.req.container.host_network", "hostNetwork of the pod.") with { Deprecated = true },
        Text("ka.req.pod.host_pid", "hostPID of the pod."),
        Text("ka.req.container.privileged", "Whether any container is privileged.") with { Deprecated = true },
        Text("ka.req.pod.run_as_user", "runAsUser of the pod."),
        Text("ka.req.pod.run_as_group", "runAsGroup of the pod."),
        List("ka.req.role.rules", "Rules of a role, as JSON."),
        PerItem("ka.req.role.rules.apiGroups", "API groups of a role's rules."),
        PerItem("ka.req.role.rules.nonResourceURLs", "Paths of a role's rules."),
        PerItem("ka.req.role.rules.verbs", "Verbs of a role's rules."),
        PerItem("ka.req.role.rules.resources", "Resources of a role's rules."),
        Text("ka.req.pod.fs_group", "fsGroup of the pod."),
        List("ka.req.pod.supplemental_groups", "supplementalGroups of the pod."),
        Text("ka.req.service.type", "Type of the service."),
        PerItem("ka.req.service.ports", "Ports of the service."),
        PerItem("ka.req.pod.volumes.hostpath", "Paths of the host that volumes mount."),
        Keyed("ka.req.volume.hostpath", "Whether a volume mounts the path of the argument.") with { Deprecated = true },
        PerItem("ka.req.pod.volumes.flexvolume_driver", "FlexVolume drivers of the volumes."),
        PerItem("ka.req.pod.volumes.volume_type", "Types of the volumes."),
        Text("ka.resp.name", "Name of the object in the response."),
        Text("ka.response.code", "Status code of the response."),
        Text("ka.response.reason", "Reason of a failure."),
        Text("ka.useragent", "Client program."),
        PerItem("ka.sourceips", "Addresses that the request came from, the client first."),
        Text("ka.cluster.name", "Name of the cluster."),
        Pointer("jevt.value", "Any value of the event, by JSON pointer."),
        Text("jevt.time", "Time of the event."),
        Text("jevt.time.iso8601", "Time of the event in ISO 8601."),
        Text("jevt.rawtime", "Time of the event in nanoseconds since 1970."),
        Text("jevt.obj", "The whole event, as JSON."),
    ];

    private static IEnumerable<FieldDefinition> OfContainers(string member, string words)
    {
        var name = $"ka.req.pod.{member}.";
        return
        [
            PerItem(name + "name", $"Names of the {words}."),
            PerItem(name + "image", $"Images of the {words}."),
            PerItem(name + "image.repository", $"Repositories of the images of the {words}."),
            PerItem(name + "command", $"Commands of the {words} with what is fixed of their arguments."),
            PerItem(name + "args", $"Arguments of the {words}."),
            PerItem(name + "host_port", $"Ports of the host that {words} take."),
            PerItem(name + "privileged", $"privileged of the {words}."),
            PerItem(name + "allow_privilege_escalation", $"allowPrivilegeEscalation of the {words}."),
            PerItem(name + "read_only_fs", $"readOnlyRootFilesystem of the {words}."),
            PerItem(name + "run_as_user", $"runAsUser of the {words}."),
            PerItem(name + "eff_run_as_user", $"User ids that the {words} start with."),
            PerItem(name + "run_as_group", $"runAsGroup of the {words}."),
            PerItem(name + "eff_run_as_group", $"Group ids that the {words} start with."),
            PerItem(name + "proc_mount", $"procMount of the {words}."),
            PerItem(name + "add_capabilities", $"Capabilities that {words} add."),
        ];
    }

    private static FieldDefinition Text(string name, string description) =>
        new(name, FieldType.Text, description) { Sources = FieldSources.KubernetesAudit };

    private static FieldDefinition List(string name, string description) =>
        Text(name, description) with { Values = FieldValues.List };

    /// <summary>One value for each container, volume, rule or port; the argument picks one of them.</summary>
    private static FieldDefinition PerItem(string name, string description) => List(name, description) with
    {
        Argument = FieldArgumentForm.Optional,
        ArgumentKind = FieldArgumentKind.Index,
    };

    private static FieldDefinition Keyed(string name, string description) =>
        Text(name, description) with { Argument = FieldArgumentForm.Required };

    private static FieldDefinition Pointer(string name, string description) =>
        Keyed(name, description) with { ArgumentKind = FieldArgumentKind.JsonPointer };
}
