using System.Diagnostics.CodeAnalysis;

namespace IncidentMesh.Detection.Rules.Language.Parsing;

/// <summary>Either a condition or the one error that stopped the parser.</summary>
public sealed class ConditionParseResult
{
    internal ConditionParseResult(Condition condition) => Condition = condition;

    internal ConditionParseResult(ConditionParseError error) => Error = error;

    /// <summary>The condition; null where the text is none.</summary>
    public Condition? Condition { get; }

    /// <summary>The error; null where there is a condition.</summary>
    public ConditionParseError? Error { get; }

    /// <summary>Whether there is a condition.</summary>
    [MemberNotNullWhen(true, nameof(Condition))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Condition is not null;
}
