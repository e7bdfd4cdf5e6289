namespace IncidentMesh.Detection.Posture.Reach;

/// <summary>How far somebody gets who has taken over a pod. In order: what is higher includes what is lower.</summary>
public enum ReachLevel
{
    /// <summary>No credential, and no right that not everybody has.</summary>
    Nothing,

    /// <summary>What was given to the pod itself: its secrets, its token for rights that lead nowhere, a role in a cloud.</summary>
    Own,

    /// <summary>Secrets, workloads or accounts of at least one namespace.</summary>
    Namespace,

    /// <summary>The node, and by it every pod that runs there.</summary>
    Node,

    /// <summary>The whole cluster.</summary>
    Cluster,
}
