namespace IncidentMesh.Detection.Vulnerabilities;

/// <summary>What a VEX statement says of a vulnerability in a product.</summary>
/// <remarks>CISA, "Minimum Requirements for Vulnerability Exploitability eXchange (VEX)"; mapped from CycloneDX' analysis states.</remarks>
public enum VexStatus
{
    /// <summary>Nobody said anything.</summary>
    None,

    UnderInvestigation,

    Affected,

    Fixed,

    NotAffected,
}
