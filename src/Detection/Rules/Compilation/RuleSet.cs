using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation.Predicates;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Compilation;

/// <summary>
/// Compiled rules, found by source and by the cheapest necessary condition of each. Immutable and safe to share between
/// threads; each thread has a context of its own.
/// </summary>
public sealed class RuleSet
{
    private readonly int _sharedCount;
    private readonly SourceRules _syscall;
    private readonly SourceRules _audit;
    private readonly SourceRules _syscallSteps;
    private readonly SourceRules _auditSteps;

    internal RuleSet(IReadOnlyList<Rule> rules, IReadOnlyList<Rule> steps, FieldSlots slots, int sharedCount)
    {
        _sharedCount = sharedCount;
        _syscall = Of(rules, FieldSources.Syscall);
        _audit = Of(rules, FieldSources.KubernetesAudit);
        _syscallSteps = Of(steps, FieldSources.Syscall);
        _auditSteps = Of(steps, FieldSources.KubernetesAudit);
        Fields = slots.Fields;
        RuleCount = rules.Count;

        SourceRules Of(IReadOnlyList<Rule> all, FieldSources source) => new([.. all.Where(rule => rule.Sources.HasFlag(source))], slots);
    }

    /// <summary>The fields that the rules read, by slot.</summary>
    public ImmutableArray<FieldReference> Fields { get; }

    /// <summary>Number of rules.</summary>
    public int RuleCount { get; }

    /// <summary>A context for this set; to be kept for many events, by one thread.</summary>
    public EventContext CreateContext()
    {
        // One room for candidates serves all: no match begins within another.
        SourceRules[] all = [_syscall, _audit, _syscallSteps, _auditSteps];
        return new EventContext(Fields.Length, _sharedCount, all.Max(rules => rules.Words));
    }

    /// <summary>Finds the rules that an event fires. Allocates nothing where none does.</summary>
    /// <param name="source">Where the event comes from; one source.</param>
    /// <param name="fields">The event.</param>
    /// <param name="context">A context of this set. It stays with the event, for outputs to be rendered.</param>
    /// <param name="matching">Whether to stop at the first.</param>
    /// <param name="matches">Receives the numbers that <see cref="RuleSetBuilder.Add"/> gave the rules, in their order.</param>
    public void Match(
        FieldSources source, IEventFields fields, EventContext context, RuleMatching matching, ICollection<int> matches)
    {
        context.Begin(fields);
        var rules = source == FieldSources.KubernetesAudit ? _audit : _syscall;
        rules.Match(context, matching, matches);
    }

    /// <summary>Finds the conditions of correlations that hold for the event that the context is at.</summary>
    /// <param name="source">Where the event comes from; one source.</param>
    /// <param name="context">A context of this set, after <see cref="EventContext.Begin"/> or <see cref="Match"/>.</param>
    /// <param name="matches">Receives the numbers that <see cref="RuleSetBuilder.AddStep"/> gave them, in their order.</param>
    internal void MatchSteps(FieldSources source, EventContext context, ICollection<int> matches) =>
        (source == FieldSources.KubernetesAudit ? _auditSteps : _syscallSteps).Match(context, RuleMatching.All, matches);

    /// <param name="Number">Its number in the order of loading.</param>
    /// <param name="Sources">Where its events come from.</param>
    /// <param name="Predicate">When it fires.</param>
    /// <param name="Necessary">What it can be found by.</param>
    internal sealed record Rule(int Number, FieldSources Sources, Predicate Predicate, ImmutableArray<NecessaryValues> Necessary);
}
