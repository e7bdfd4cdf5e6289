using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Evaluates rules and correlations on test events, each for itself. Not thread-safe.</summary>
public sealed class RuleTestBench
{
    private readonly RuleSet _rules;
    private readonly ImmutableArray<CompiledCorrelation> _correlations;
    private readonly Func<RuleTestEvent, Signal?> _read;
    private readonly EventContext _context;
    private readonly AuditEventFields _audit;
    private readonly AlertEventFields _alert;
    private readonly SignalEventFields _signal;

    /// <param name="load">Rules that loaded without an error.</param>
    /// <param name="read">Reads the event of a sensor other than Falco; null where it is none.</param>
    public RuleTestBench(RuleLoad load, Func<RuleTestEvent, Signal?> read)
        : this((load ?? throw new ArgumentNullException(nameof(load))).Compiled!, load.CompiledCorrelations, read)
    {
    }

    internal RuleTestBench(RuleSet rules, ImmutableArray<CompiledCorrelation> correlations, Func<RuleTestEvent, Signal?> read)
    {
        _rules = rules;
        _correlations = correlations;
        _read = read;
        _context = rules.CreateContext();
        _audit = new AuditEventFields(rules.Fields);
        _alert = new AlertEventFields(rules.Fields);
        _signal = new SignalEventFields(rules.Fields);
    }

    /// <summary>
    /// The indices of all enabled rules of a source that fire on any of the events of a case; or of all enabled correlations
    /// that fire on the last one, to which the others lead up.
    /// </summary>
    /// <param name="test">The case.</param>
    /// <param name="source">The source that its events are of.</param>
    /// <param name="error">Why an event is none of that source; null where all are.</param>
    public IReadOnlySet<int> Firing(RuleTest test, FieldSources source, out string? error)
    {
        ArgumentNullException.ThrowIfNull(test);
        var run = test.Item.Kind == RuleTestFile.Correlation ? new CorrelationRun(_rules, _correlations) : null;
        var fired = new HashSet<int>();
        error = null;
        foreach (var one in test.Events)
        {
            if (Open(one, source, out error) is not { } fields)
                break;
            if (run is null)
            {
                _rules.Match(source, fields, _context, RuleMatching.All, fired);
                continue;
            }

            fired.Clear();
            _context.Begin(fields);
            run.Take(source, _context, fired);
        }

        return fired;
    }

    private IEventFields? Open(RuleTestEvent one, FieldSources source, out string? error)
    {
        if (source == FieldSources.KubernetesAudit)
            return _audit.TryBegin(one.Json, one.Time, out error) ? _audit : null;
        if (_alert.TryBegin(one.Json, one.Time, out error))
            return _alert;
        if (_read(one) is not { } signal)
        {
            error = "it is neither an object of fields nor the event of a sensor.";
            return null;
        }

        error = null;
        _signal.Begin(signal);
        return _signal;
    }
}
