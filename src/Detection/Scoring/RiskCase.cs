using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring;

/// <summary>What is scored: an incident, the standing vulnerabilities of a workload, or both.</summary>
public sealed record RiskCase
{
    public IReadOnlyList<DetectionEvidence> Detections { get; init; } = [];

    /// <summary>Standing vulnerabilities of what runs. Those that VEX settles count for nothing.</summary>
    public IReadOnlyList<Vulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>
    /// Standing vulnerabilities of what runs, where an incident is scored: they support what was detected, and are no
    /// evidence of their own, because nearly every image has some.
    /// </summary>
    public IReadOnlyList<Vulnerability> Standing { get; init; } = [];

    /// <summary>Sensors and methods that saw something, each once.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Names of ATT&amp;CK tactics that were gone through in order.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>What it is about: one of <see cref="SubjectKinds"/>. Only a workload has a context.</summary>
    public string Subject { get; init; } = SubjectKinds.Workload;

    /// <summary>Of a digest: in how many places it happens.</summary>
    public int Places { get; init; }

    /// <summary>Whether every replica did the worst that was seen.</summary>
    public bool AllReplicas { get; init; }

    /// <summary>When the newest detection was seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When <see cref="Vulnerabilities"/> were looked for.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    public RiskContext Context { get; init; } = RiskContext.Unknown;
}
