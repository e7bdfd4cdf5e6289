namespace IncidentMesh.Response.Workflow;

/// <summary>What can happen to a plan.</summary>
public abstract record PlanEvent
{
    private PlanEvent()
    {
    }

    /// <param name="Actor">Who approved.</param>
    /// <param name="Hash">The plan's hash as the approver saw it.</param>
    public sealed record Approved(string Actor, string Hash) : PlanEvent;

    public sealed record Rejected(string Actor, string Reason) : PlanEvent;

    public sealed record UndoRequested(string Actor, string Reason) : PlanEvent;

    /// <summary>The incident needs no response any more, or another one.</summary>
    public sealed record Withdrawn(string Reason) : PlanEvent;

    /// <summary>Nobody decided in time.</summary>
    public sealed record Expired : PlanEvent;

    public sealed record StepDone(string Effect, ReadOnlyMemory<byte> Result) : PlanEvent;

    public sealed record StepFailed(string Effect, string Reason) : PlanEvent;

    /// <summary>Response was halted before a step could be done.</summary>
    public sealed record StepHalted(string Effect, string Reason) : PlanEvent;

    /// <summary>A step takes longer than it should, and goes on.</summary>
    public sealed record StepOverdue(string Effect, string Reason) : PlanEvent;

    /// <summary>A step was set aside as a dead letter: its outcome is open.</summary>
    public sealed record StepParked(string Effect, string Reason) : PlanEvent;
}
