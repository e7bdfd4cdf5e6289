using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Response;

/// <summary>A proposed, running or finished response to one incident.</summary>
[GenerateSerializer, Immutable, Alias("im.response-plan")]
public sealed record ResponsePlan
{
    /// <summary><c>plan-</c> and a number, unique within its incident.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Name of the response action, of <see cref="ActionNames"/>.</summary>
    [Id(1)] public required string Action { get; init; }

    [Id(2)] public required WorkloadRef Target { get; init; }

    [Id(3)] public required PlanStatus Status { get; init; }

    /// <summary>Why this and not less, for people.</summary>
    [Id(4)] public required string Reason { get; init; }

    /// <summary>What the reader must know before approving: what it stops, what may fight it, what cannot be undone.</summary>
    [Id(5)] public IReadOnlyList<string> Consequences { get; init; } = [];

    [Id(6)] public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>After this, an unanswered proposal cannot be approved any more.</summary>
    [Id(7)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Hex SHA-256 over incident, action, target with its uid, and steps: an approval names the hash that the person saw.</summary>
    [Id(8)] public required string Hash { get; init; }

    [Id(9)] public IReadOnlyList<PlanStep> Steps { get; init; } = [];

    /// <summary>What was there before; null until the first step is done.</summary>
    [Id(10)] public ScaleSnapshot? Snapshot { get; init; }

    /// <summary>Actor who approved or rejected it, or <c>system:policy</c> in automatic mode.</summary>
    [Id(11)] public string? DecidedBy { get; init; }

    [Id(12)] public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it could not be carried out or undone, for people; null otherwise. While it is carried out, what it will fail with in the end.</summary>
    [Id(13)] public string? Failure { get; init; }

    [Id(14)] public string? UndoneBy { get; init; }

    /// <summary>Actor who asked for it; null where detections did. What a person asked for, a person approves.</summary>
    [Id(15)] public string? ProposedBy { get; init; }

    /// <summary>Uid of the object that was planned for; null where the inventory did not know it.</summary>
    [Id(16)] public string? TargetUid { get; init; }

    /// <summary>How often somebody else changed what is contained, and it was set right again.</summary>
    [Id(17)] public int Corrections { get; init; }

    /// <summary>When something about the held workload was last told.</summary>
    [Id(18)] public DateTimeOffset? DriftToldAt { get; init; }

    /// <summary>Whether somebody took the contained workload back: what it is like since then is its owners' will.</summary>
    [Id(19)] public bool TakenBack { get; init; }

    /// <summary>How often something about the held workload had to be done or said.</summary>
    [Id(20)] public int Drifts { get; init; }

    /// <summary>
    /// Pods that detections had named when it was proposed, those with most first, or that a person named: their evidence
    /// is taken first, and a quarantine or deletion is theirs.
    /// </summary>
    [Id(21)] public IReadOnlyList<string> Pods { get; init; } = [];

    /// <summary>The pods that it quarantines, as they were before; without those that somebody has taken back since, or that are gone.</summary>
    [Id(22)] public IReadOnlyList<QuarantinedPod> Quarantined { get; init; } = [];

    /// <summary>NetworkPolicies that let traffic of quarantined pods through all the same, as far as was known before.</summary>
    [Id(23)] public IReadOnlyList<OpenPolicy> OpenPolicies { get; init; } = [];

    /// <summary>Names of pods that were to be quarantined or deleted, or were quarantined, and are not there any more.</summary>
    [Id(24)] public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Names of quarantined pods that somebody took back.</summary>
    [Id(25)] public IReadOnlyList<string> Released { get; init; } = [];

    /// <summary>How often what is contained was not held, and could not be at once.</summary>
    [Id(26)] public int Troubles { get; init; }

    /// <summary>The pods that it deletes, or has deleted.</summary>
    [Id(27)] public IReadOnlyList<PodIdentity> Deletes { get; init; } = [];

    /// <summary>Pods that something severe was detected on since pods were to be deleted: others, or those that came in their place.</summary>
    [Id(28)] public IReadOnlyList<string> Again { get; init; } = [];

    /// <summary>Whether another response was proposed for <see cref="Again"/>, or cannot be.</summary>
    [Id(29)] public bool IsFollowed { get; init; }

    /// <summary>Whether something of it cannot be undone.</summary>
    public bool IsFinal => Steps.Any(static step => EffectKinds.IsFinal(step.Effect));

    /// <summary>
    /// Whether an undo is taken. One that is under way can be called back; what was done by then and is final stays.
    /// </summary>
    public bool CanUndo => Status == PlanStatus.Executing
        || (Status is PlanStatus.Contained or PlanStatus.Failed or PlanStatus.Halted && !MayBeFinal);

    /// <summary>Whether something may have been done that cannot be undone.</summary>
    public bool MayBeFinal => Steps.Any(static step => EffectKinds.IsFinal(step.Effect) && step.Status != StepStatus.Waiting);
}

[GenerateSerializer, Alias("im.plan-status")]
public enum PlanStatus
{
    Proposed = 0,
    Rejected = 1,
    Expired = 2,
    Executing = 3,

    /// <summary>Every step is done and verified; it holds until it is undone.</summary>
    Contained = 4,
    Undoing = 5,
    Undone = 6,

    /// <summary>It stopped where <see cref="ResponsePlan.Failure"/> says, and waits for a person.</summary>
    Failed = 7,

    /// <summary>Another decision made it pointless before it was approved: the incident was resolved or merged, or another plan was proposed.</summary>
    Withdrawn = 8,

    /// <summary>A halt of response stopped it before it was done. It does not go on by itself when the halt is lifted.</summary>
    Halted = 9,

    /// <summary>Every step is done, or was given up with a note. Nothing is held, and there is nothing to undo.</summary>
    Completed = 10,
}

/// <param name="Name">Name within the plan, such as <c>snapshot</c>; the effect's id is plan and step.</param>
/// <param name="Effect">Kind of the effect that carries it out.</param>
/// <param name="Description">What it does, for people.</param>
/// <param name="Status">How far it is.</param>
/// <param name="FinishedAt">When its outcome was recorded.</param>
/// <param name="Outcome">What came of it, for people.</param>
/// <param name="Tries">How its tries went; only while it runs, and only where it is shown.</param>
/// <param name="Trouble">Why people should look at it while it runs; <paramref name="Outcome"/> says what it is.</param>
[GenerateSerializer, Immutable, Alias("im.plan-step")]
public sealed record PlanStep(
    [property: Id(0)] string Name,
    [property: Id(1)] string Effect,
    [property: Id(2)] string Description,
    [property: Id(3)] StepStatus Status,
    [property: Id(4)] DateTimeOffset? FinishedAt = null,
    [property: Id(5)] string? Outcome = null,
    [property: Id(6)] StepTries? Tries = null,
    [property: Id(7)] StepTrouble Trouble = StepTrouble.None);

[GenerateSerializer, Alias("im.step-trouble")]
public enum StepTrouble
{
    None = 0,

    /// <summary>It was set aside as a dead letter, and waits for a person.</summary>
    Parked = 1,

    /// <summary>It is not done yet, and goes on.</summary>
    Overdue = 2,
}

/// <param name="Count">Tries so far, the one under way included.</param>
/// <param name="Reason">Why the last try did not end it; null where none has failed yet.</param>
/// <param name="NextAt">When the next try is due; null while one is under way.</param>
[GenerateSerializer, Immutable, Alias("im.step-tries")]
public sealed record StepTries(
    [property: Id(0)] int Count,
    [property: Id(1)] string? Reason,
    [property: Id(2)] DateTimeOffset? NextAt);

[GenerateSerializer, Alias("im.step-status")]
public enum StepStatus
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
}
