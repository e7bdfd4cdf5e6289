namespace IncidentMesh.Kubernetes.Resources;

/// <summary>How far the reading of one resource is.</summary>
internal enum ReadState
{
    /// <summary>Not listed yet.</summary>
    Pending,

    /// <summary>Listed, and followed since.</summary>
    Read,

    /// <summary>The server does not have it: there is none, which is known.</summary>
    NotServed,

    /// <summary>It may not or cannot be read, so nothing is known.</summary>
    Unreadable,
}
