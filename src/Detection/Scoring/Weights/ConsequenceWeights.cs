namespace IncidentMesh.Detection.Scoring;

/// <summary>What it can lead to. Each is above zero, and what is worse is never less than what is better.</summary>
public sealed record ConsequenceWeights
{
    public double Privileged { get; init; } = 2.2;

    public double Unprivileged { get; init; } = 0.8;

    public double HostAccess { get; init; } = 1.5;

    public double NoHostAccess { get; init; } = 0.9;

    public double ExposedToInternet { get; init; } = 2;

    public double ExposedToCluster { get; init; } = 1;

    public double ExposedToNamespace { get; init; } = 0.85;

    public double NotExposed { get; init; } = 0.7;

    public double ReachesCluster { get; init; } = 2.2;

    public double ReachesNode { get; init; } = 1.7;

    public double ReachesSecrets { get; init; } = 1.5;

    public double ReachesNamespace { get; init; } = 1.15;

    public double ReachesNothing { get; init; } = 0.85;

    public double Unisolated { get; init; } = 1;

    public double Hardened { get; init; } = 0.85;

    public double Sandboxed { get; init; } = 0.6;

    /// <summary>It happened on a node itself.</summary>
    public double Node { get; init; } = 1.8;
}
