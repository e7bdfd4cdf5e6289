using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>Decides what a signal is about.</summary>
public static class SubjectAttribution
{
    /// <summary>Name of the cluster's subject for signals whose place never became known.</summary>
    public const string Unattributed = "unattributed";

    /// <summary>
    /// In this order: the sensor, where it speaks of itself; the workload of the pod it happened in or, for an audit event, whose pod or pod's subresource it
    /// touched; the node, where it happened on a host or touched a node; the user who asked, for audit events; else the
    /// cluster, as unattributed.
    /// </summary>
    /// <param name="signal">The signal.</param>
    /// <param name="attribution">What is known of its origin.</param>
    /// <param name="cluster">Cluster id.</param>
    public static SubjectRef Of(Signal signal, Attribution attribution, string cluster)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(attribution);
        var origin = signal.Origin;
        if (signal.Kind == SignalKind.SensorHealth)
            return new SubjectRef(cluster, SubjectKinds.Sensor, origin.Node is { } where ? $"{signal.Sensor}/{where}" : signal.Sensor);
        if (attribution.Workload is { } workload)
            return SubjectRef.Of(workload);

        var contained = origin.Pod is not null || origin.ContainerId is not null;
        if (origin.Node is { } node && (origin.OnHost || !contained))
            return new SubjectRef(cluster, SubjectKinds.Node, node);
        if (signal.User is { } user && IsAudit(signal))
            return new SubjectRef(cluster, SubjectKinds.User, user);

        return new SubjectRef(cluster, SubjectKinds.Cluster, Unattributed);
    }

    /// <summary>Whether the signal tells of requests to the API server, whose users are Kubernetes users.</summary>
    internal static bool IsAudit(Signal signal) =>
        signal.Sensor == SensorNames.KubernetesAudit || (signal.Sensor == SensorNames.Falco && signal.Facts.ContainsKey(AuditFacts.User));
}
