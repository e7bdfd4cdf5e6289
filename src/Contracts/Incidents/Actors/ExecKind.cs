namespace IncidentMesh.Contracts.Incidents;

/// <summary>How somebody got into a pod through the API server.</summary>
[GenerateSerializer, Alias("im.exec-kind")]
public enum ExecKind
{
    /// <summary><c>pods/exec</c>: a process of its own.</summary>
    Exec = 0,

    /// <summary><c>pods/attach</c>: the terminal of a process that runs already.</summary>
    Attach = 1,

    /// <summary><c>pods/ephemeralcontainers</c>: a container of its own, as <c>kubectl debug</c> adds it.</summary>
    Debug = 2,
}
