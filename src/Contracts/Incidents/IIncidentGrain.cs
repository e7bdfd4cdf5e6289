using IncidentMesh.Contracts.Access;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>One incident. Key: its id, <c>inc-</c> and 12 characters of base32.</summary>
[GrainInterfaceType("im.incident")]
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>Takes detections in, the first ones open it.</summary>
    /// <param name="subject">What the incident is about; always the same for one incident.</param>
    /// <param name="share">Signals with detections only.</param>
    /// <returns>False where the incident takes nothing in any more (resolved, closed or merged) and a new one is due.</returns>
    [Alias("take")]
    Task<bool> TakeAsync(SubjectRef subject, SignalShare share);

    /// <returns>The incident, or null where there is none of this id.</returns>
    [Alias("get"), ReadOnly]
    Task<Incident?> GetAsync();

    /// <param name="after">Number of the last entry already seen; 0 from the start.</param>
    /// <param name="max">At most this many, 1 to 500.</param>
    [Alias("timeline"), ReadOnly]
    Task<IReadOnlyList<TimelineEntry>> GetTimelineAsync(long after, int max);

    /// <summary>Raw events in the order in which they were taken in.</summary>
    /// <param name="skip">How many to skip.</param>
    /// <param name="max">At most this many, 1 to 500.</param>
    [Alias("events"), ReadOnly]
    Task<IReadOnlyList<RawEvent>> GetEventsAsync(long skip, int max);

    /// <returns>What a plan kept of its workload before it touched it; null where it kept nothing.</returns>
    [Alias("evidence"), ReadOnly]
    Task<EvidenceManifest?> GetEvidenceAsync(string plan);

    /// <returns>One of these files, compressed by gzip; null where there is none of this number.</returns>
    [Alias("evidence-file"), ReadOnly]
    Task<byte[]?> GetEvidenceFileAsync(string plan, int number);

    /// <summary>Acts on the incident as a person or service asks.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="principal">Who asks; the grain checks the role.</param>
    /// <param name="expectedVersion">The version that the asker saw, or null to act on whatever is there.</param>
    [Alias("command")]
    Task<CommandResult> ExecuteAsync(IncidentCommand command, Principal principal, long? expectedVersion);

    /// <summary>
    /// Learns of ways into the pods of its detections, in any order relative to these; who is behind them follows from
    /// both. Learning again changes nothing.
    /// </summary>
    [Alias("learn")]
    Task LearnAsync(IReadOnlyList<ExecSession> sessions);

    /// <summary>Learns what the cluster's inventory shows of its workload, and is scored anew by that. Learning again changes nothing.</summary>
    [Alias("learn-risk")]
    Task LearnRiskAsync(WorkloadRisk risk);

    /// <summary>Records what came of an effect. Recording it again changes nothing.</summary>
    [Alias("record")]
    Task RecordAsync(EffectReport report);
}

/// <summary>The outcome of an effect, for its owner.</summary>
[GenerateSerializer, Immutable, Alias("im.effect-report")]
public sealed record EffectReport
{
    [Id(0)] public required string Effect { get; init; }

    [Id(1)] public required bool Done { get; init; }

    /// <summary>JSON of the result where done.</summary>
    [Id(2)] public byte[] Result { get; init; } = [];

    /// <summary>Why not, for people, where not done.</summary>
    [Id(3)] public string Reason { get; init; } = "";

    [Id(4)] public required DateTimeOffset At { get; init; }

    /// <summary>It was set aside as a dead letter and waits for a person: its outcome is still open.</summary>
    [Id(5)] public bool Parked { get; init; }

    /// <summary>It was not tried (again), because response is halted.</summary>
    [Id(6)] public bool Halted { get; init; }

    /// <summary>It takes longer than it should, and goes on.</summary>
    [Id(7)] public bool Overdue { get; init; }

    /// <summary>
    /// The claim under which it was tried, where the outcome counts only as long as that stands; null where it always
    /// counts, and of a silo that did not tell yet.
    /// </summary>
    [Id(8)] public string? Claim { get; init; }

    /// <summary>Whether the effect is still to be done: its owner must not settle it.</summary>
    public bool IsOpen => Parked || Overdue;
}
