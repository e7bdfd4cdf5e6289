using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>Where an alert happened. Only system calls happen on the host that Falco names; a plugin's events happen elsewhere.</summary>
internal static class FalcoOrigin
{
    public static SignalOrigin Of(ReadOnlySpan<byte> json, ref FalcoAlert alert, out string? user)
    {
        if (IsAudit(json, alert.Source))
            return Audit(json, ref alert, out user);

        ref var fields = ref alert.Fields;
        user = EventText.Name(json, fields[(int)FalcoField.UserName]);
        var onNode = FalcoIdentity.IsSyscall(json, alert.Source) || alert.Source.Of(json).SequenceEqual("internal"u8);
        var container = EventText.Name(json, fields[(int)FalcoField.ContainerId]);
        var onHost = container == "host";
        return new SignalOrigin
        {
            Namespace = EventText.Name(json, fields[(int)FalcoField.K8sNamespace]),
            Pod = EventText.Name(json, fields[(int)FalcoField.K8sPod]),
            ContainerId = onHost ? null : WithoutRuntime(container),
            ContainerName = onHost ? null : EventText.Name(json, fields[(int)FalcoField.ContainerName]),
            Node = EventText.Name(json, fields[(int)FalcoField.K8sNode]) ?? (onNode ? EventText.Name(json, alert.Hostname) : null),
            Image = onHost ? null : Image(json, ref alert),
            OnHost = onHost,
        };
    }

    /// <summary>Whether the alert is of Falco's Kubernetes audit plugin: its user is a Kubernetes user.</summary>
    public static bool IsAudit(ReadOnlySpan<byte> json, JsonSlice source) =>
        source.IsKnown && source.Of(json).SequenceEqual("k8s_audit"u8);

    private static SignalOrigin Audit(ReadOnlySpan<byte> json, ref FalcoAlert alert, out string? user)
    {
        ref var fields = ref alert.Fields;
        user = EventText.Name(json, fields[(int)FalcoField.KaUserName]);
        var resource = EventText.Name(json, fields[(int)FalcoField.KaTargetResource]);
        var name = EventText.Name(json, fields[(int)FalcoField.KaTargetName]);
        return new SignalOrigin
        {
            Namespace = EventText.Name(json, fields[(int)FalcoField.KaTargetNamespace]),
            Pod = EventText.Name(json, fields[(int)FalcoField.KaTargetPodName]) ?? (resource == "pods" ? name : null),
            Node = resource == "nodes" ? name : null,
        };
    }

    private static string? Image(ReadOnlySpan<byte> json, ref FalcoAlert alert)
    {
        ref var fields = ref alert.Fields;
        var repository = EventText.Name(json, fields[(int)FalcoField.ContainerImageRepository]);
        var tag = EventText.Name(json, fields[(int)FalcoField.ContainerImageTag]);
        return repository is null ? EventText.Name(json, fields[(int)FalcoField.ContainerImage])
            : tag is null ? repository
            : string.Concat(repository, ":", tag);
    }

    private static string? WithoutRuntime(string? container) =>
        container?.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? container[(at + 3)..] : container;
}
