using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>Where an alert happened. Only system calls happen on the host that Falco names; a plugin's events happen elsewhere.</summary>
internal static class FalcoOrigin
{
    public static SignalOrigin Of(ReadOnlySpan<byte> json, ref FalcoAlert alert)
    {
        if (IsAudit(json, alert.Source))
            return OfAudit(json, ref alert.Fields);

        var onNode = FalcoIdentity.IsSyscall(json, alert.Source) || alert.Source.Text(json).SequenceEqual("internal"u8);
        return FalcoOriginCache.Find(json, ref alert, onNode) ?? Read(json, ref alert, onNode);
    }

    /// <summary>Whether the alert is of Falco's Kubernetes audit plugin: its user is a Kubernetes user.</summary>
    public static bool IsAudit(ReadOnlySpan<byte> json, JsonSlice source) =>
        source.IsKnown && source.Text(json).SequenceEqual("k8s_audit"u8);

    public static SignalOrigin Read(ReadOnlySpan<byte> json, ref FalcoAlert alert, bool onNode)
    {
        ref var fields = ref alert.Fields;
        var container = EventText.Name(json, fields[(int)FalcoField.ContainerId]);
        var onHost = container == "host";
        return new SignalOrigin
        {
            Namespace = EventText.Name(json, fields[(int)FalcoField.K8sNamespace]),
            Pod = EventText.Name(json, fields[(int)FalcoField.K8sPod]),
            ContainerId = onHost ? null : WithoutRuntime(container),
            ContainerName = onHost ? null : EventText.Name(json, fields[(int)FalcoField.ContainerName]),
            Node = EventText.Name(json, fields[(int)FalcoField.K8sNode]) ?? (onNode ? EventText.Name(json, alert.Hostname) : null),
            Image = onHost ? null : Image(json, ref fields),
            OnHost = onHost,
        };
    }

    private static SignalOrigin OfAudit(ReadOnlySpan<byte> json, ref FalcoAlert.FieldSlices fields)
    {
        var resource = EventText.Name(json, fields[(int)FalcoField.KaTargetResource]);
        var name = EventText.Name(json, fields[(int)FalcoField.KaTargetName]);
        return new SignalOrigin
        {
            Namespace = EventText.Name(json, fields[(int)FalcoField.KaTargetNamespace]),
            Pod = EventText.Name(json, fields[(int)FalcoField.KaTargetPodName]) ?? (resource == "pods" ? name : null),
            Node = resource == "nodes" ? name : null,
        };
    }

    private static string? Image(ReadOnlySpan<byte> json, ref FalcoAlert.FieldSlices fields)
    {
        var repository = EventText.Name(json, fields[(int)FalcoField.ContainerImageRepository]);
        var tag = EventText.Name(json, fields[(int)FalcoField.ContainerImageTag]);
        return repository is null ? EventText.Name(json, fields[(int)FalcoField.ContainerImage])
            : tag is null ? repository
            : string.Concat(repository, ":", tag);
    }

    private static string? WithoutRuntime(string? container) =>
        container?.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? container[(at + 3)..] : container;
}
