using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Inventory;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Grains.Signals;

namespace IncidentMesh.Grains.Incidents;

/// <summary>An incident as it is stored. Timeline and places of raw events are rows of their own.</summary>
[GenerateSerializer, Immutable, Alias("im.state.incident")]
internal sealed record IncidentData
{
    [Id(0)] public required SubjectRef Subject { get; init; }

    [Id(1)] public required DateTimeOffset OpenedAt { get; init; }

    [Id(2)] public IncidentState State { get; init; }

    [Id(3)] public string Title { get; init; } = "";

    [Id(4)] public IncidentFold Fold { get; init; } = new();

    [Id(5)] public Score Score { get; init; } = new(0, [], "");

    [Id(6)] public string? Assignee { get; init; }

    [Id(7)] public string? MergedInto { get; init; }

    [Id(8)] public IReadOnlyList<MergedIncident> Merged { get; init; } = [];

    [Id(9)] public ResponsePlan? Plan { get; init; }

    [Id(10)] public int Plans { get; init; }

    /// <summary>Severity that the newest plan was proposed for.</summary>
    [Id(11)] public Severity PlannedFor { get; init; }

    [Id(12)] public long TimelineLength { get; init; }

    /// <summary>Raw events of its own; those of merged incidents stay with them.</summary>
    [Id(13)] public long Events { get; init; }

    [Id(14)] public IntakeMarks Marks { get; init; } = new();

    [Id(15)] public IReadOnlyList<NoticeState> Notices { get; init; } = [];

    /// <summary>The newest lines of the timeline, for notices.</summary>
    [Id(16)] public IReadOnlyList<TimelineEntry> Recent { get; init; } = [];

    /// <summary>What the cluster knew of the workload when last asked.</summary>
    [Id(17)] public WorkloadRecord? Context { get; init; }

    /// <summary>Why no plan is proposed, or carried out by itself, although one is due; null where none is.</summary>
    [Id(18)] public string? Withheld { get; init; }

    /// <summary>
    /// What it was before others were merged into it, and has taken since, as far as plans are made from it: only that
    /// speaks of its own subject. Null where none was.
    /// </summary>
    [Id(19)] public IncidentFold? Own { get; init; }

    /// <summary>When the timer asks again whether <see cref="Withheld"/> still holds; null where none runs.</summary>
    [Id(20)] public DateTimeOffset? LookAgainAt { get; init; }

    /// <summary>How often it was looked at again for the same reason.</summary>
    [Id(21)] public int Looks { get; init; }

    /// <summary>What comparing replicas found, newest first.</summary>
    [Id(22)] public IReadOnlyList<Deviation> Deviations { get; init; } = [];

    /// <summary>What is wrong with the route, as it was told last.</summary>
    [Id(23)] public IReadOnlyList<string> RouteProblems { get; init; } = [];

    /// <summary>What the cluster's live inventory showed of the workload when it was last known.</summary>
    [Id(24)] public WorkloadRisk? Risk { get; init; }

    /// <summary>What it turned out to be; null while nobody has said so.</summary>
    [Id(25)] public IncidentVerdict? Verdict { get; init; }

    /// <summary>Findings of comparing replicas that are in incidents merged into it.</summary>
    [Id(26)] public IReadOnlyList<FindingPlace> MergedFindings { get; init; } = [];

    /// <summary>Of the names that it has room for, one in so many is kept, because they are too long: see <see cref="IncidentSize"/>. 0 and 1 for all.</summary>
    [Id(27)] public int Share { get; init; }

    /// <summary>What plans are made for: evidence against another workload is none against this one.</summary>
    public IncidentFold OwnFold => Own ?? Fold;

    public bool TakesSignals => State is IncidentState.Open or IncidentState.Acknowledged or IncidentState.Contained;
}

[GenerateSerializer, Immutable, Alias("im.state.merged-incident")]
internal sealed record MergedIncident([property: Id(0)] string Id, [property: Id(1)] long Signals);
