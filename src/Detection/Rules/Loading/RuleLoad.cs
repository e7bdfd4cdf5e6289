using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>What came of loading rule files. Immutable.</summary>
public sealed class RuleLoad
{
    /// <summary>Files with errors.</summary>
    internal RuleLoad(ImmutableArray<LoadProblem> problems)
    {
        Errors = [.. problems.Where(problem => problem.IsError)];
        Warnings = [.. problems.Where(problem => !problem.IsError)];
    }

    /// <summary>Files without errors.</summary>
    internal RuleLoad(
        ImmutableArray<LoadProblem> warnings,
        ImmutableArray<RuleFile> files,
        ImmutableArray<LoadedRule> rules,
        ImmutableArray<OutputTemplate> outputs,
        ImmutableArray<LoadedCorrelation> correlations,
        ImmutableArray<CompiledCorrelation> compiledCorrelations,
        RuleSet compiled)
        : this(warnings)
    {
        Files = files;
        Rules = rules;
        EnabledRules = [.. rules.Where(rule => rule.Enabled)];
        Outputs = outputs;
        Correlations = correlations;
        EnabledCorrelations = [.. correlations.Where(correlation => correlation.Enabled)];
        CompiledCorrelations = compiledCorrelations;
        Compiled = compiled;
    }

    /// <summary>No rules.</summary>
    public static RuleLoad Empty { get; } = RuleLoader.Load([]);

    /// <summary>What comes of files of which one cannot be read.</summary>
    /// <param name="file">Its name, or its folder's.</param>
    /// <param name="message">Why, one sentence.</param>
    public static RuleLoad Unreadable(string file, string message) =>
        new([new LoadProblem(true, LoadCode.FileRead, new TextPlace(file, 0, 0), new LoadItem("rules content", ""), message)]);

    /// <summary>What was loaded, for more to be loaded behind it; nothing where there are errors.</summary>
    public ImmutableArray<RuleFile> Files { get; } = [];

    /// <summary>Everything that is wrong.</summary>
    public ImmutableArray<LoadProblem> Errors { get; }

    /// <summary>Everything that is suspicious, also where there are errors.</summary>
    public ImmutableArray<LoadProblem> Warnings { get; }

    /// <summary>Whether the files can be used: there is no error.</summary>
    public bool Succeeded => Errors.IsEmpty;

    /// <summary>The rules in the order of their first definition, disabled ones among them; none where there are errors.</summary>
    public ImmutableArray<LoadedRule> Rules { get; } = [];

    /// <summary>The enabled ones of <see cref="Rules"/>, which the compiled set numbers by their place here.</summary>
    public ImmutableArray<LoadedRule> EnabledRules { get; } = [];

    /// <summary>The outputs of the enabled rules, in their order, for events that <see cref="Compiled"/> evaluated.</summary>
    public ImmutableArray<OutputTemplate> Outputs { get; } = [];

    /// <summary>The correlations in the order of their first definition, disabled ones among them; none where there are errors.</summary>
    public ImmutableArray<LoadedCorrelation> Correlations { get; } = [];

    /// <summary>The enabled ones of <see cref="Correlations"/>, which <see cref="CorrelationRun"/> numbers by their place here.</summary>
    public ImmutableArray<LoadedCorrelation> EnabledCorrelations { get; } = [];

    /// <summary>The enabled ones of <see cref="Correlations"/>; their steps are numbered one after the other in the compiled set.</summary>
    internal ImmutableArray<CompiledCorrelation> CompiledCorrelations { get; } = [];

    /// <summary>The enabled rules compiled; null where there are errors.</summary>
    public RuleSet? Compiled { get; }
}
