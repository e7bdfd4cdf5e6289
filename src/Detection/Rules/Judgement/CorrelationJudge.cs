using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Asks the correlations of every event, those too that their sensor has judged: no sensor looks over time. For one
/// thread at a time.
/// </summary>
internal sealed class CorrelationJudge
{
    private readonly RuleSet _compiled;
    private readonly ImmutableArray<Entry> _entries;
    private readonly ImmutableArray<(int Entry, int Step)> _steps;
    private readonly List<int> _matches = [];
    private readonly ValueKeys _keys = new();
    private readonly FieldSources _sources;

    /// <param name="compiled">The rules.</param>
    /// <param name="correlations">Their correlations.</param>
    /// <param name="minimum">Correlations of a priority below it make no detections.</param>
    public CorrelationJudge(RuleSet compiled, ImmutableArray<CompiledCorrelation> correlations, Severity minimum)
    {
        _compiled = compiled;
        foreach (var correlation in correlations)
            _sources |= EventSources.TryParse(correlation.Definition.Rule.Source, out var source) ? source : FieldSources.None;
        var sizes = correlations.CountBy(static correlation => correlation.Definition.Rule.Source).ToDictionary();
        _entries =
        [
            .. correlations.Select(correlation => new Entry(
                correlation,
                Correlator.Of(correlation.Definition, CorrelationState.BudgetOf(sizes[correlation.Definition.Rule.Source])),
                RuleDetection.Of(correlation.Definition.Rule, minimum))),
        ];
        _steps = [.. correlations.SelectMany((correlation, entry) => correlation.Definition.Steps.Select((_, step) => (entry, step)))];
        State = new CorrelationState([.. _entries.Select(static entry => entry.Correlator)]);
    }

    public CorrelationState State { get; }

    /// <summary>Whether any is about events of a source.</summary>
    public bool Reads(FieldSources source) => (_sources & source) != 0;

    /// <summary>Adds what the correlations say of an event that the context is at.</summary>
    public void Judge(Signal signal, FieldSources source, EventContext context, List<SignalDetection> found)
    {
        _matches.Clear();
        _compiled.MatchSteps(source, context, _matches);
        for (var i = 0; i < _matches.Count;)
        {
            var entry = _steps[_matches[i]].Entry;
            var steps = 0u;
            for (; i < _matches.Count && _steps[_matches[i]].Entry == entry; i++)
                steps |= 1u << _steps[_matches[i]].Step;
            Take(_entries[entry], steps, signal.Time.UtcTicks, context, found);
        }
    }

    private void Take(Entry entry, uint steps, long ticks, EventContext context, List<SignalDetection> found)
    {
        var value = 0L;
        if (!_keys.TryRead(entry.Compiled.By, context, out var key)
            || (entry.Compiled.Of is { } of && !_keys.TryRead([of], context, out value)))
            return;
        if (entry.Correlator.Take(steps, key, value, ticks) && entry.Detection is { } detection)
            found.Add(detection with { Output = RuleDetection.Output(entry.Compiled.Output, context) });
    }

    /// <param name="Compiled">The correlation.</param>
    /// <param name="Correlator">What evaluates it.</param>
    /// <param name="Detection">What it makes, without an output; null where it makes none.</param>
    private sealed record Entry(CompiledCorrelation Compiled, Correlator Correlator, SignalDetection? Detection);
}
