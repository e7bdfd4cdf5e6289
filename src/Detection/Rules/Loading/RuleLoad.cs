using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>What came of loading rule files. Immutable.</summary>
public sealed class RuleLoad
{
    internal RuleLoad(ImmutableArray<LoadProblem> problems, ImmutableArray<LoadedRule> rules, RuleSet? compiled)
    {
        Errors = [.. problems.Where(problem => problem.IsError)];
        Warnings = [.. problems.Where(problem => !problem.IsError)];
        if (Succeeded)
        {
            Rules = rules;
            Compiled = compiled;
        }
    }

    /// <summary>Everything that is wrong.</summary>
    public ImmutableArray<LoadProblem> Errors { get; }

    /// <summary>Everything that is suspicious, also where there are errors.</summary>
    public ImmutableArray<LoadProblem> Warnings { get; }

    /// <summary>Whether the files can be used: there is no error.</summary>
    public bool Succeeded => Errors.IsEmpty;

    /// <summary>The rules in the order of their first definition, disabled ones among them; none where there are errors.</summary>
    public ImmutableArray<LoadedRule> Rules { get; } = [];

    /// <summary>
    /// All rules compiled, numbered by their place in <see cref="Rules"/>; whoever matches passes over disabled ones only
    /// by their absence: they are not in it. Null where there are errors.
    /// </summary>
    public RuleSet? Compiled { get; }
}
