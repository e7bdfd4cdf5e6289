using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Testing;

/// <summary>Evaluates rules on test events, every rule for itself. Not thread-safe.</summary>
/// <param name="rules">The rules.</param>
/// <param name="read">Reads the event of a sensor other than Falco; null where it is none.</param>
public sealed class RuleTestBench(RuleSet rules, Func<ReadOnlyMemory<byte>, Signal?> read)
{
    private readonly EventContext _context = rules.CreateContext();
    private readonly AuditEventFields _audit = new(rules.Fields);
    private readonly AlertEventFields _alert = new(rules.Fields);
    private readonly SignalEventFields _signal = new(rules.Fields);

    /// <summary>The numbers of all rules of a source that fire on any of the events of a case.</summary>
    /// <param name="test">The case.</param>
    /// <param name="source">The source that its events are of.</param>
    /// <param name="error">Why an event is none of that source; null where all are.</param>
    public IReadOnlySet<int> Firing(RuleTest test, FieldSources source, out string? error)
    {
        var fired = new HashSet<int>();
        error = null;
        foreach (var json in test.Events)
        {
            if (Open(json, source, out error) is not { } fields)
                break;
            rules.Match(source, fields, _context, RuleMatching.All, fired);
        }

        return fired;
    }

    private IEventFields? Open(ReadOnlyMemory<byte> json, FieldSources source, out string? error)
    {
        if (source == FieldSources.KubernetesAudit)
            return _audit.TryBegin(json, DateTimeOffset.UnixEpoch, out error) ? _audit : null;
        if (_alert.TryBegin(json, DateTimeOffset.UnixEpoch, out error))
            return _alert;
        if (read(json) is not { } signal)
        {
            error = "it is neither an object of fields nor the event of a sensor.";
            return null;
        }

        error = null;
        _signal.Begin(signal);
        return _signal;
    }
}
