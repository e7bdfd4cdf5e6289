namespace IncidentMesh.Contracts.Signals;

/// <summary>Names of the sensor formats: values of <see cref="Signal.Sensor"/> and the last part of an ingest address.</summary>
public static class SensorNames
{
    public const string Falco = "falco";
    public const string KubernetesAudit = "kubernetes-audit";
    public const string Tetragon = "tetragon";
    public const string Tracee = "tracee";
    public const string KubeArmor = "kubearmor";
    public const string InspektorGadget = "inspektor-gadget";
    public const string KubernetesEvents = "kubernetes-events";
    public const string Hubble = "hubble";
    public const string Kubescape = "kubescape";
    public const string NeuVector = "neuvector";
    public const string StackRox = "stackrox";
    public const string Native = "native";

    /// <summary>Our own comparison of replicas. No format: what it says follows from what sensors say.</summary>
    public const string ReplicaComparison = "replica-comparison";

    /// <summary>Kubernetes' own feed of vulnerabilities, held against the versions that run. No format either.</summary>
    public const string KubernetesFeed = "kubernetes-feed";
}
