using System.Text.Json;
using IncidentMesh.Detection.Posture.Manifests;
using IncidentMesh.Detection.Posture.Pods.Reading;

namespace IncidentMesh.Detection.Posture.PodSecurityPolicies;

/// <summary>Reads manifests of policy/v1beta1.</summary>
public static class PodSecurityPolicyReader
{
    /// <param name="document">May hold other objects too.</param>
    /// <returns>The policies in it, and what could not be read.</returns>
    public static (IReadOnlyList<PodSecurityPolicy> Policies, IReadOnlyList<ReadProblem> Problems) Read(JsonElement document)
    {
        var problems = new List<ReadProblem>();
        var policies = new List<PodSecurityPolicy>();
        foreach (var found in ObjectsOfKind.In(document, "PodSecurityPolicy"))
        {
            var root = new Field(found, FieldPlace.Root, problems);
            if (root.Object("spec") is { } spec)
                policies.Add(Read(root.Object("metadata")?.Name("name") ?? "", spec));
            else
                root.Report("spec", "is missing.");
        }

        return (policies, problems);
    }

    private static PodSecurityPolicy Read(string name, Field spec) => new()
    {
        Name = name,
        Privileged = spec.Flag("privileged") ?? false,
        HostPid = spec.Flag("hostPID") ?? false,
        HostIpc = spec.Flag("hostIPC") ?? false,
        HostNetwork = spec.Flag("hostNetwork") ?? false,
        HostPorts = Ranges(spec, "hostPorts"),
        Volumes = spec.Texts("volumes"),
        HostPaths =
        [
            .. spec.Objects("allowedHostPaths").Select(static path => new AllowedHostPath(path.Text("pathPrefix") ?? "", path.Flag("readOnly") ?? false)),
        ],
        ReadOnlyRootFilesystem = spec.Flag("readOnlyRootFilesystem") ?? false,
        AllowPrivilegeEscalation = spec.Flag("allowPrivilegeEscalation") ?? true,
        RunAsUser = Rule(spec.Object("runAsUser")),
        Users = spec.Object("runAsUser") is { } user ? Ranges(user, "ranges") : [],
        AllowedCapabilities = [.. spec.Texts("allowedCapabilities"), .. spec.Texts("defaultAddCapabilities")],
        RequiredDropCapabilities = spec.Texts("requiredDropCapabilities"),
    };

    private static List<IdRange> Ranges(Field field, string name) =>
        [.. field.Objects(name).Select(static range => new IdRange(range.Integer("min") ?? 0, range.Integer("max") ?? 0))];

    private static UserRule Rule(Field? field)
    {
        switch (field?.Text("rule"))
        {
            case null or "RunAsAny":
                return UserRule.RunAsAny;
            case "MustRunAsNonRoot":
                return UserRule.MustRunAsNonRoot;
            case "MustRunAs":
                return UserRule.MustRunAs;
            default:
                field!.Value.Report("rule", "is none of RunAsAny, MustRunAsNonRoot and MustRunAs.");
                return UserRule.RunAsAny;
        }
    }
}
