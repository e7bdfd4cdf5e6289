using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>Evaluates correlations over one stream of events, which begins with nothing seen. Not thread-safe.</summary>
public sealed class CorrelationRun
{
    private const long NanosecondsPerTick = 100;

    private readonly RuleSet _compiled;
    private readonly ImmutableArray<Entry> _entries;
    private readonly ImmutableArray<(int Entry, int Step)> _steps;
    private readonly List<int> _matches = [];
    private readonly ValueKeys _keys = new();
    private readonly FieldSources _sources;

    /// <param name="rules">Rules that loaded without an error.</param>
    public CorrelationRun(RuleLoad rules)
        : this(Compiled(rules), rules.CompiledCorrelations)
    {
    }

    internal CorrelationRun(RuleSet compiled, ImmutableArray<CompiledCorrelation> correlations)
    {
        _compiled = compiled;
        foreach (var correlation in correlations)
            _sources |= EventSources.TryParse(correlation.Definition.Rule.Source, out var source) ? source : FieldSources.None;
        var sizes = correlations.CountBy(static correlation => correlation.Definition.Rule.Source).ToDictionary();
        _entries =
        [
            .. correlations.Select(correlation => new Entry(
                correlation, Correlator.Of(correlation.Definition, CorrelationState.BudgetOf(sizes[correlation.Definition.Rule.Source])))),
        ];
        _steps = [.. correlations.SelectMany((correlation, entry) => correlation.Definition.Steps.Select((_, step) => (entry, step)))];
        State = new CorrelationState([.. _entries.Select(static entry => entry.Correlator)]);
    }

    internal CorrelationState State { get; }

    /// <summary>Whether any is about events of a source.</summary>
    public bool Reads(FieldSources source) => (_sources & source) != 0;

    /// <summary>Takes in the event that the context is at. Time is the event's own.</summary>
    /// <param name="source">Where the event comes from; one source.</param>
    /// <param name="context">A context of the compiled rules, after <see cref="RuleSet.Match"/>.</param>
    /// <param name="completed">Receives the indices in <see cref="RuleLoad.EnabledCorrelations"/> of those that the event completes.</param>
    public void Take(FieldSources source, EventContext context, ICollection<int> completed) => Take(source, context, null, completed);

    /// <summary>As above, with the time that the event has elsewhere.</summary>
    internal void Take(FieldSources source, EventContext context, long? ticks, ICollection<int> completed)
    {
        _matches.Clear();
        _compiled.MatchSteps(source, context, _matches);
        for (var i = 0; i < _matches.Count;)
        {
            var entry = _steps[_matches[i]].Entry;
            var steps = 0u;
            for (; i < _matches.Count && _steps[_matches[i]].Entry == entry; i++)
                steps |= 1u << _steps[_matches[i]].Step;
            if (IsCompleted(_entries[entry], steps, ticks, context))
                completed.Add(entry);
        }
    }

    /// <summary>What a correlation says of the event that completed it, while the context is at it.</summary>
    public string Output(int correlation, EventContext context) => _entries[correlation].Compiled.Output.Render(context);

    private static RuleSet Compiled(RuleLoad rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Compiled ?? throw new ArgumentException("The rules have errors.", nameof(rules));
    }

    private bool IsCompleted(Entry entry, uint steps, long? ticks, EventContext context)
    {
        var value = 0L;
        return _keys.TryRead(entry.Compiled.By, context, out var key)
            && (entry.Compiled.Of is not { } of || _keys.TryRead([of], context, out value))
            && entry.Correlator.Take(steps, key, value, ticks ?? TicksOf(entry.Compiled, context));
    }

    private static long TicksOf(CompiledCorrelation correlation, EventContext context) =>
        DateTime.UnixEpoch.Ticks + ((long)correlation.Time.Get(context).UnsignedNumber / NanosecondsPerTick);

    private sealed record Entry(CompiledCorrelation Compiled, Correlator Correlator);
}
