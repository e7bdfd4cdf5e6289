using IncidentMesh.Sensors.Falco;
using IncidentMesh.Sensors.Hubble;
using IncidentMesh.Sensors.InspektorGadget;
using IncidentMesh.Sensors.KubeArmor;
using IncidentMesh.Sensors.KubernetesAudit;
using IncidentMesh.Sensors.KubernetesEvents;
using IncidentMesh.Sensors.Kubescape;
using IncidentMesh.Sensors.Native;
using IncidentMesh.Sensors.NeuVector;
using IncidentMesh.Sensors.StackRox;
using IncidentMesh.Sensors.Tetragon;
using IncidentMesh.Sensors.Tracee;

namespace IncidentMesh.Sensors;

/// <summary>The sensor formats that are built in.</summary>
public static class SensorFormats
{
    public static IReadOnlyList<ISensorFormat> All { get; } =
    [
        new FalcoFormat(),
        new KubernetesAuditFormat(),
        new NativeFormat(),
        new TetragonFormat(),
        new TraceeFormat(),
        new KubeArmorFormat(),
        new KubernetesEventFormat(),
        new HubbleFormat(),
        new KubescapeFormat(),
        new StackRoxFormat(),
        new NeuVectorFormat(),
        new InspektorGadgetFormat(),
    ];

    /// <returns>The format of this exact name, or null.</returns>
    public static ISensorFormat? Find(string name)
    {
        foreach (var format in All)
            if (format.Name == name)
                return format;

        return null;
    }

    /// <returns>The first format that recognizes the event, or null.</returns>
    public static ISensorFormat? Detect(ReadOnlySpan<byte> json)
    {
        foreach (var format in All)
            if (format.Recognizes(json))
                return format;

        return null;
    }
}
