using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Asks the correlations of every event, those too that their sensor has judged: no sensor looks over time. For one
/// thread at a time.
/// </summary>
/// <param name="rules">Rules that loaded without an error.</param>
/// <param name="minimum">Correlations of a priority below it make no detections.</param>
internal sealed class CorrelationJudge(RuleLoad rules, Severity minimum)
{
    private readonly CorrelationRun _run = new(rules);
    private readonly ImmutableArray<SignalDetection?> _detections =
        [.. rules.EnabledCorrelations.Select(correlation => RuleDetection.Of(correlation.Rule, minimum))];

    private readonly List<int> _completed = [];

    public CorrelationState State => _run.State;

    /// <summary>Whether any is about events of a source.</summary>
    public bool Reads(FieldSources source) => _run.Reads(source);

    /// <summary>Adds what the correlations say of an event that the context is at.</summary>
    public void Judge(Signal signal, FieldSources source, EventContext context, List<SignalDetection> found)
    {
        _completed.Clear();
        _run.Take(source, context, signal.Time.UtcTicks, _completed);
        foreach (var correlation in _completed)
        {
            if (_detections[correlation] is { } detection)
                found.Add(detection with { Output = RuleDetection.Cut(_run.Output(correlation, context)) });
        }
    }
}
