namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>Something that a condition does wrong (an error), or that its author hardly meant (a warning).</summary>
/// <param name="Offset">Where, in characters from the start of the text that was parsed.</param>
/// <param name="Message">One sentence, in Falco's words where Falco has words for it.</param>
public sealed record ConditionProblem(int Offset, string Message)
{
    /// <summary>Whether it is only that a macro was not put in.</summary>
    internal bool IsOfReference { get; init; }
}
