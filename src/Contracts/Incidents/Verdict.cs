namespace IncidentMesh.Contracts.Incidents;

/// <summary>What an incident turned out to be. Names and numbers are those of OCSF's <c>verdict_id</c>.</summary>
[GenerateSerializer, Alias("im.verdict")]
public enum Verdict
{
    /// <summary>What was said did not happen, or was chance.</summary>
    FalsePositive = 1,

    /// <summary>An attack, or misuse.</summary>
    TruePositive = 2,

    /// <summary>It happened, and is meant to.</summary>
    Benign = 5,

    /// <summary>An exercise.</summary>
    Test = 6,
}
