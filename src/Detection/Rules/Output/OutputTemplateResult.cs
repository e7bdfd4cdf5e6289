using System.Diagnostics.CodeAnalysis;
using IncidentMesh.Detection.Rules.Compilation;

namespace IncidentMesh.Detection.Rules.Output;

/// <summary>Either a template or the error that stopped the parser.</summary>
public sealed class OutputTemplateResult
{
    internal OutputTemplateResult(OutputTemplate template) => Template = template;

    internal OutputTemplateResult(ConditionProblem error) => Error = error;

    /// <summary>The template; null where the text is none.</summary>
    public OutputTemplate? Template { get; }

    /// <summary>The error; null where there is a template.</summary>
    public ConditionProblem? Error { get; }

    /// <summary>Whether there is a template.</summary>
    [MemberNotNullWhen(true, nameof(Template))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Template is not null;
}
