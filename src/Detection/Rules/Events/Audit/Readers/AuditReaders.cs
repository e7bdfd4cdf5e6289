using System.Globalization;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Events.Audit.Readers;

/// <summary>How each field of audit events is read.</summary>
/// <remarks>
/// Source: falcosecurity/plugins, <c>plugins/k8saudit</c>. Where its fields do not hold what they are described to hold
/// (docs/falco-compatibility.md names them), ours do.
/// </remarks>
internal static class AuditReaders
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["ka.auditid"] = "auditID",
        ["ka.stage"] = "stage",
        ["ka.user.name"] = "user/username",
        ["ka.impuser.name"] = "impersonatedUser/username",
        ["ka.verb"] = "verb",
        ["ka.uri"] = "requestURI",
        ["ka.target.name"] = "objectRef/name",
        ["ka.target.namespace"] = "objectRef/namespace",
        ["ka.target.resource"] = "objectRef/resource",
        ["ka.target.subresource"] = "objectRef/subresource",
        ["ka.req.binding.role"] = "requestObject/roleRef/name",
        ["ka.req.configmap.name"] = "objectRef/name",
        ["ka.req.configmap.obj"] = "requestObject/data",
        ["ka.req.pod.host_ipc"] = "requestObject/spec/hostIPC",
        ["ka.req.pod.host_network"] = "requestObject/spec/hostNetwork",
        ["ka.req.container.host_network"] = "requestObject/spec/hostNetwork",
        ["ka.req.pod.host_pid"] = "requestObject/spec/hostPID",
        ["ka.req.pod.run_as_user"] = "requestObject/spec/securityContext/runAsUser",
        ["ka.req.pod.run_as_group"] = "requestObject/spec/securityContext/runAsGroup",
        ["ka.req.pod.fs_group"] = "requestObject/spec/securityContext/fsGroup",
        ["ka.req.service.type"] = "requestObject/spec/type",
        ["ka.resp.name"] = "responseObject/metadata/name",
        ["ka.response.code"] = "responseStatus/code",
        ["ka.response.reason"] = "responseStatus/reason",
        ["ka.useragent"] = "userAgent",
    };

    private static readonly Dictionary<string, string> Annotations = new()
    {
        ["ka.auth.decision"] = "authorization.k8s.io/decision",
        ["ka.auth.reason"] = "authorization.k8s.io/reason",
        ["ka.auth.openshift.decision"] = "authentication.openshift.io/decision",
        ["ka.auth.openshift.username"] = "authentication.openshift.io/username",
        ["ka.validations.admission.policy.failure"] = "validation.policy.admission.k8s.io/validation_failure",
        ["ka.security.pod.violations"] = "pod-security.kubernetes.io/audit-violations",
    };

    /// <summary>A reader for a field with its argument; null where events of the audit log do not have it.</summary>
    public static AuditReader? Of(FieldReference field)
    {
        var name = field.Field.Name;
        if (Paths.TryGetValue(name, out var path))
            return new PathReader(AuditReader.Path(path));
        if (Annotations.TryGetValue(name, out var annotation))
            return new PathReader([.. AuditReader.Path("annotations"), System.Text.Encoding.UTF8.GetBytes(annotation)]);
        ulong? index = field.Field.ArgumentKind == FieldArgumentKind.Index && field.Argument is { } argument
            ? ulong.Parse(argument, CultureInfo.InvariantCulture)
            : null;
        return name switch
        {
            "jevt.obj" or "evt.plugininfo" or "evt.info" => new DocumentReader(),
            "jevt.value" => new PointerReader(field.Argument!),
            "evt.type" => new ConstantReader("pluginevent"),
            "evt.source" => new ConstantReader(EventSources.KubernetesAudit),
            "evt.pluginname" => new ConstantReader("k8saudit"),
            "ka.user.groups" => new ElementsReader(AuditReader.Path("user/groups")),
            "ka.sourceips" => new ElementsReader(AuditReader.Path("sourceIPs"), index),
            "ka.uri.param" => new QueryParameterReader(field.Argument!),
            "ka.target.pod.name" => new PodNameReader(),
            "ka.req.binding.subjects" => new ElementsReader(AuditReader.Path("requestObject/subjects")),
            "ka.req.binding.subjects.user_names" => new SubjectsReader("User"u8.ToArray()),
            "ka.req.binding.subjects.group_names" => new SubjectsReader("Group"u8.ToArray()),
            "ka.req.binding.subjects.serviceaccount_names" => new SubjectsReader("ServiceAccount"u8.ToArray()),
            "ka.req.binding.subjects.serviceaccount_ns_names" => new SubjectsReader("ServiceAccount"u8.ToArray(), withNamespace: true),
            "ka.req.binding.subject.has_name" => new ConstantReader("true"),
            "ka.req.container.image" => new FirstReader(OfContainers("containers", "image", 0)!),
            "ka.req.container.image.repository" => new FirstReader(OfContainers("containers", "image.repository", 0)!),
            "ka.req.container.privileged" => new FlagReader(Walk("containers/securityContext/privileged", null)),
            "ka.req.volume.hostpath" => new FlagReader(Walk("volumes/hostPath/path", null), field.Argument),
            "ka.req.role.rules" => new ElementsReader(AuditReader.Path("requestObject/rules")),
            "ka.req.pod.supplemental_groups" => new ElementsReader(AuditReader.Path("requestObject/spec/securityContext/supplementalGroups")),
            "ka.req.service.ports" => new SpreadReader(Walk("ports", index), Take.Text),
            "ka.req.pod.volumes.hostpath" => new SpreadReader(Walk("volumes/hostPath/path", index), Take.Text),
            "ka.req.pod.volumes.flexvolume_driver" => new SpreadReader(Walk("volumes/flexVolume/driver", index), Take.Text),
            "ka.req.pod.volumes.volume_type" => new SpreadReader(Walk("volumes/", index), Take.MemberNames),
            _ when Behind(name, "ka.req.role.rules.") is { } member => new SpreadReader(
                new NodeWalk(AuditReader.Path($"requestObject/rules/{member}"), index), Take.Elements),
            _ when Behind(name, "ka.req.pod.") is { } part && part.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot =>
                OfContainers(part[..dot], part[(dot + 1)..], index),
            _ => null,
        };
    }

    private static AuditReader? OfContainers(string containers, string what, ulong? index)
    {
        return what switch
        {
            "name" => Spread("name", Take.Text),
            "image" => Spread("image", Take.Text, isComplete: true),
            "image.repository" => Spread("image", Take.Repository, isComplete: true),
            "command" => Spread("command", Take.Elements),
            "args" => Spread("args", Take.Elements),
            "host_port" => new HostPortsReader(Walk(containers + "/ports", index)),
            "privileged" => Spread("securityContext/privileged", Take.Text),
            "allow_privilege_escalation" => Spread("securityContext/allowPrivilegeEscalation", Take.Text),
            "read_only_fs" => Spread("securityContext/readOnlyRootFilesystem", Take.Text),
            "run_as_user" => Spread("securityContext/runAsUser", Take.Text),
            "run_as_group" => Spread("securityContext/runAsGroup", Take.Text),
            "eff_run_as_user" => new EffectiveIdReader(containers, "runAsUser", index),
            "eff_run_as_group" => new EffectiveIdReader(containers, "runAsGroup", index),
            "proc_mount" => Spread("securityContext/procMount", Take.Text),
            "add_capabilities" => Spread("securityContext/capabilities/add", Take.Elements),
            _ => null,
        };

        SpreadReader Spread(string path, Take take, bool isComplete = false) => new(Walk($"{containers}/{path}", index), take, isComplete);
    }

    private static NodeWalk Walk(string path, ulong? index) => new(AuditReader.Path("requestObject/spec/" + path), index);

    private static string? Behind(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
