using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Contracts.Response;

/// <summary>
/// Port, chosen by name: carries out one kind of effect. Called outside any grain turn, perhaps more than once for the
/// same effect: it reads what is there before it writes.
/// </summary>
public interface IEffectHandler
{
    /// <summary>Name of the effects it carries out, such as <c>kubernetes/scale-to-zero</c>.</summary>
    string Kind { get; }

    /// <summary>Longest time that one try may take; the dispatcher cancels it then. The claim's lease outlasts it.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Does it. Expected failures are outcomes; an exception counts as <see cref="EffectOutcome.Again"/>.</summary>
    ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken);
}

/// <summary>What came of one try of an effect.</summary>
public abstract record EffectOutcome
{
    private EffectOutcome()
    {
    }

    /// <summary>It is done, by this try or by an earlier one.</summary>
    /// <param name="Result">JSON for the owner.</param>
    public sealed record Done(ReadOnlyMemory<byte> Result) : EffectOutcome;

    /// <summary>It was not done and will not be, however often it is tried. The owner decides what follows.</summary>
    public sealed record Refused(string Reason) : EffectOutcome;

    /// <summary>Not done, or not known to be done: try again.</summary>
    /// <param name="After">Wait at least this long; null leaves the pace to the dispatcher.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Again(TimeSpan? After, string Reason) : EffectOutcome;

    /// <summary>As <see cref="Again"/>, and the owner is to tell people, who should know that it is not done yet.</summary>
    /// <param name="After">Wait this long.</param>
    /// <param name="Reason">For people; told again when it changes, so without numbers that do.</param>
    public sealed record Overdue(TimeSpan After, string Reason) : EffectOutcome;

    /// <summary>Response was halted before this try did anything; whether an earlier one did is not known.</summary>
    public sealed record Halted(string Reason) : EffectOutcome;

    /// <summary>It may be done, and nobody but a person can tell: set aside as a dead letter rather than done twice.</summary>
    public sealed record Undecidable(string Reason) : EffectOutcome;
}
