using IncidentMesh.Detection.Posture.Pods;

namespace IncidentMesh.Detection.Posture.Reach.Host;

/// <summary>Privileges of containers that give the node.</summary>
internal static class NodeReach
{
    private static readonly Dictionary<string, string> Capabilities = new(StringComparer.Ordinal)
    {
        ["ALL"] = "has all capabilities of root on the node",
        ["SYS_ADMIN"] = "can mount the node's disks (SYS_ADMIN)",
        ["SYS_MODULE"] = "can load kernel modules (SYS_MODULE)",
        ["SYS_RAWIO"] = "can read and write the node's memory (SYS_RAWIO)",
        ["DAC_READ_SEARCH"] = "can open any file of the node by its handle (DAC_READ_SEARCH)",
        ["BPF"] = "can load programs into the kernel (BPF)",
        ["SYS_BOOT"] = "can load another kernel (SYS_BOOT)",
    };

    public static IEnumerable<Credential> Of(PodSpec spec)
    {
        foreach (var container in spec.Containers)
        {
            var how = How(spec, container).FirstOrDefault();
            if (how is not null)
                yield return new Credential(CredentialKind.Node, container.Name, ReachLevel.Node, $"Container {container.Name} {how}.");
        }
    }

    private static IEnumerable<string> How(PodSpec spec, Container container)
    {
        if (container.SecurityContext.Privileged == true)
            yield return "is privileged: it has the node's devices and all capabilities";
        if (container.SecurityContext.WindowsHostProcess ?? spec.SecurityContext.WindowsHostProcess ?? false)
            yield return "is a process of the node (hostProcess)";

        // In a user namespace of its own, capabilities do not count against the node.
        if (spec.HostUsers == false)
            yield break;
        var added = container.SecurityContext.AddedCapabilities.Select(Plain).ToList();
        foreach (var capability in added)
        {
            if (Capabilities.TryGetValue(capability, out var does))
                yield return does;
        }

        if (spec.HostPid && added.Contains("SYS_PTRACE"))
            yield return "can take over any process of the node (hostPID and SYS_PTRACE)";
    }

    private static string Plain(string capability)
    {
        var name = capability.ToUpperInvariant();
        return name.StartsWith("CAP_", StringComparison.Ordinal) ? name["CAP_".Length..] : name;
    }
}
