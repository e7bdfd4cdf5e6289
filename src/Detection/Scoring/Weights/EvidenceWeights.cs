namespace IncidentMesh.Detection.Scoring;

/// <summary>Odds by the evidence. Each is above zero.</summary>
public sealed record EvidenceWeights
{
    /// <summary>Odds by the highest severity alone: 1 is a score of 50.</summary>
    public double Informational { get; init; } = 0.05;

    public double Low { get; init; } = 0.18;

    public double Medium { get; init; } = 0.43;

    public double High { get; init; } = 1;

    public double Critical { get; init; } = 2.3;

    public double Fatal { get; init; } = 4;

    /// <summary>Odds of a deviation with an e-value of 10; each further power of ten adds as much.</summary>
    public double DeviationPerPowerOfTen { get; init; } = 0.072;

    /// <summary>Most odds of a deviation.</summary>
    public double DeviationMost { get; init; } = 0.65;

    /// <summary>Odds of a vulnerability by CVSS 0 and by CVSS 10; what lies between is exponential.</summary>
    public double CvssNone { get; init; } = 0.047;

    public double CvssTen { get; init; } = 1;

    /// <summary>It is exploited in the wild. At least 1.</summary>
    public double KnownExploited { get; init; } = 2.2;

    /// <summary>By EPSS 0 and by EPSS 1; what lies between is exponential.</summary>
    public double EpssNone { get; init; } = 0.7;

    public double EpssOne { get; init; } = 1.8;

    /// <summary>Most that further rules, deviations and vulnerabilities add to the strongest. At least 1.</summary>
    public double FurtherMost { get; init; } = 1.6;

    /// <summary>Two sources that do not know of each other; three and more. At least 1.</summary>
    public double TwoSources { get; init; } = 1.5;

    public double ThreeSources { get; init; } = 1.9;

    /// <summary>Each further ATT&amp;CK tactic, up to three. At least 1.</summary>
    public double EachTactic { get; init; } = 1.1;

    /// <summary>How far an attack has come: persistence, escalation, evasion, discovery.</summary>
    public double StageFoothold { get; init; } = 1.15;

    /// <summary>Credential access, lateral movement, collection.</summary>
    public double StageInside { get; init; } = 1.3;

    /// <summary>Command and control, exfiltration, impact.</summary>
    public double StageEnd { get; init; } = 1.5;

    /// <summary>Steps of an attack in order.</summary>
    public double TwoSteps { get; init; } = 1.3;

    public double ThreeSteps { get; init; } = 2;

    public double FourSteps { get; init; } = 4;

    public double FiveSteps { get; init; } = 5;

    /// <summary>It happens all over the cluster: rather noise than an attack. At most 1.</summary>
    public double Widespread { get; init; } = 0.45;

    /// <summary>Every replica did it: rather how the workload works than what one replica met. At most 1.</summary>
    public double Shared { get; init; } = 0.8;
}
