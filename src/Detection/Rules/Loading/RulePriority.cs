namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>How grave a rule is; Falco's priorities, the gravest first.</summary>
public enum RulePriority
{
    /// <summary>Emergency.</summary>
    Emergency,

    /// <summary>Alert.</summary>
    Alert,

    /// <summary>Critical.</summary>
    Critical,

    /// <summary>Error.</summary>
    Error,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Notice.</summary>
    Notice,

    /// <summary>Informational; also written INFO.</summary>
    Informational,

    /// <summary>Debug.</summary>
    Debug,
}
