namespace IncidentMesh.Detection.Posture.Isolation;

/// <summary>Knows sandboxes by the names that their installers give the handlers of container runtimes.</summary>
public static class Sandboxes
{
    private static readonly string[] Ordinary = ["runc", "crun", "youki", "nvidia", "runhcs-wcow-process"];

    /// <summary>Sensors that watch system calls or files from the node's kernel, by the names of their formats.</summary>
    private static readonly string[] KernelSensors =
        ["falco", "inspektor-gadget", "kubearmor", "kubescape", "neuvector", "stackrox", "tetragon", "tracee"];

    /// <param name="handler">Of a RuntimeClass; null without one.</param>
    public static Sandbox Of(string? handler) => handler?.ToLowerInvariant() switch
    {
        null or "" => Sandbox.None,
        var name when Ordinary.Contains(name) => Sandbox.None,
        "runsc" or "gvisor" => Sandbox.GVisor,
        var name when name.Contains("firecracker", StringComparison.Ordinal) || name is "kata-fc" => Sandbox.Firecracker,
        var name when name == "kata" || name.StartsWith("kata-", StringComparison.Ordinal) => Sandbox.Kata,
        _ => Sandbox.Unknown,
    };

    /// <returns>
    /// Sensors that see nothing of what happens within: their kernel is not the container's. What goes over the network or
    /// through the API server is seen all the same.
    /// </returns>
    public static IReadOnlyList<string> BlindSensors(Sandbox sandbox) =>
        sandbox is Sandbox.GVisor or Sandbox.Kata or Sandbox.Firecracker ? KernelSensors : [];
}
