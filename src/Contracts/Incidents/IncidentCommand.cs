using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>What people and services ask of an incident.</summary>
[GenerateSerializer, Immutable, Alias("im.command")]
public abstract record IncidentCommand
{
    private IncidentCommand()
    {
    }

    [GenerateSerializer, Immutable, Alias("im.command.acknowledge")]
    public sealed record Acknowledge : IncidentCommand;

    /// <param name="Assignee">Name of a person; null takes the assignment back.</param>
    [GenerateSerializer, Immutable, Alias("im.command.assign")]
    public sealed record Assign([property: Id(0)] string? Assignee) : IncidentCommand;

    /// <param name="Text">1 to 4,000 characters.</param>
    [GenerateSerializer, Immutable, Alias("im.command.comment")]
    public sealed record Comment([property: Id(0)] string Text) : IncidentCommand;

    [GenerateSerializer, Immutable, Alias("im.command.resolve")]
    public sealed record Resolve([property: Id(0)] string Reason, [property: Id(1)] Verdict? Verdict = null) : IncidentCommand;

    /// <summary>Says of an incident that is resolved or closed what it was.</summary>
    [GenerateSerializer, Immutable, Alias("im.command.judge")]
    public sealed record Judge([property: Id(0)] Verdict Verdict, [property: Id(1)] string Reason) : IncidentCommand;

    [GenerateSerializer, Immutable, Alias("im.command.close")]
    public sealed record Close : IncidentCommand;

    [GenerateSerializer, Immutable, Alias("im.command.reopen")]
    public sealed record Reopen([property: Id(0)] string Reason) : IncidentCommand;

    /// <param name="Into">Id of the incident of the same cluster that goes on with both.</param>
    [GenerateSerializer, Immutable, Alias("im.command.merge")]
    public sealed record Merge([property: Id(0)] string Into) : IncidentCommand;

    /// <summary>Sent by the incident that merges itself into this one.</summary>
    [GenerateSerializer, Immutable, Alias("im.command.absorb")]
    public sealed record Absorb(
        [property: Id(0)] string From, [property: Id(1)] IncidentFold Fold, [property: Id(2)] SubjectRef? Subject = null,
        [property: Id(3)] IReadOnlyList<FindingPlace>? Findings = null) : IncidentCommand;

    /// <summary>
    /// Sent by a digest to an incident that was opened before its rules were in storm: it merges itself into the digest
    /// where nobody has worked on it and nothing but these rules, below high and without a chain of three, is in it.
    /// </summary>
    /// <param name="Into">The digest.</param>
    /// <param name="Rules">The rules in storm.</param>
    /// <param name="Habits">See <see cref="IncidentFold.Habits"/>; null from a silo of an older version.</param>
    [GenerateSerializer, Immutable, Alias("im.command.gather")]
    public sealed record Gather(
        [property: Id(0)] string Into, [property: Id(1)] IReadOnlyList<string> Rules, [property: Id(2)] IReadOnlyList<long>? Habits) : IncidentCommand;

    /// <summary>Has the incident planned for again: after a plan that came to nothing, where none was proposed, or instead of one that is.</summary>
    /// <param name="Reason">Why, for the record.</param>
    /// <param name="Action">Which response, of <see cref="Response.ActionNames"/>; null for the one that is set, which then replaces no other.</param>
    /// <param name="Pods">Pods that it is about, by name; null or none for those that detections named.</param>
    [GenerateSerializer, Immutable, Alias("im.command.propose")]
    public sealed record ProposePlan(
        [property: Id(0)] string Reason, [property: Id(1)] string? Action = null, [property: Id(2)] IReadOnlyList<string>? Pods = null) : IncidentCommand;

    /// <param name="Plan">Id of the plan.</param>
    /// <param name="Hash">Hash of the plan as the person saw it.</param>
    [GenerateSerializer, Immutable, Alias("im.command.approve")]
    public sealed record ApprovePlan([property: Id(0)] string Plan, [property: Id(1)] string Hash) : IncidentCommand;

    [GenerateSerializer, Immutable, Alias("im.command.reject")]
    public sealed record RejectPlan([property: Id(0)] string Plan, [property: Id(1)] string Reason) : IncidentCommand;

    /// <param name="Plan">Id of the plan.</param>
    /// <param name="Reason">Why, for the record.</param>
    [GenerateSerializer, Immutable, Alias("im.command.undo")]
    public sealed record UndoPlan([property: Id(0)] string Plan, [property: Id(1)] string Reason) : IncidentCommand;
}

/// <summary>What came of a command.</summary>
[GenerateSerializer, Immutable, Alias("im.command-result")]
public sealed record CommandResult
{
    [Id(0)] public required CommandOutcome Outcome { get; init; }

    /// <summary>The incident afterwards, where there is one.</summary>
    [Id(1)] public Incident? Incident { get; init; }

    /// <summary>Why not, for people; empty where done.</summary>
    [Id(2)] public string Reason { get; init; } = "";
}

[GenerateSerializer, Alias("im.command-outcome")]
public enum CommandOutcome
{
    Done = 0,
    NotFound = 1,

    /// <summary>The incident is at another version than the asker saw.</summary>
    VersionConflict = 2,

    /// <summary>The role does not allow it.</summary>
    Forbidden = 3,

    /// <summary>The incident's or plan's state does not allow it.</summary>
    Refused = 4,

    /// <summary>The command itself is wrong.</summary>
    Invalid = 5,
}
