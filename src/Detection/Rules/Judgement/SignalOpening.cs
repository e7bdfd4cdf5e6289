using System.Collections.Immutable;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;

namespace IncidentMesh.Detection.Rules.Judgement;

/// <summary>
/// Opens signals as events of rules' sources: audit events over their raw JSON, Falco's alerts over their output fields,
/// and every other sensor's events over the facts of the signal. Kept for many signals; for one thread at a time.
/// </summary>
internal sealed class SignalOpening(ImmutableArray<FieldReference> fields, string? cluster)
{
    // Its running number would differ after a restart, and with it what rules say: evt.num has no value here.
    private readonly AuditEventFields _audit = new(fields, cluster, numbered: false);
    private readonly AlertEventFields _alert = new(fields);
    private readonly SignalEventFields _signal = new(fields);
    private readonly AuditDocument _document = new();

    /// <param name="sensor">Name of a sensor format.</param>
    public static FieldSources SourceOf(string sensor) =>
        sensor == SensorNames.KubernetesAudit ? FieldSources.KubernetesAudit : FieldSources.Syscall;

    /// <param name="signal">The signal.</param>
    /// <param name="raw">The event that it was read from; empty where only the signal is left. Must not change until the next call.</param>
    /// <returns>Its fields, valid until the next call.</returns>
    public IEventFields Open(Signal signal, ReadOnlyMemory<byte> raw)
    {
        if (signal.Sensor == SensorNames.KubernetesAudit)
        {
            // Cloud Logging has the same facts in other words, and relays leave out what makes it an audit event.
            if (raw.IsEmpty || !_audit.TryBegin(raw, signal.Time, out _))
                _audit.TryBegin(_document.Write(signal, raw), signal.Time, out _);
            return _audit;
        }

        if (signal.Sensor == SensorNames.Falco && !raw.IsEmpty && _alert.TryBegin(raw, signal.Time, out _))
            return _alert;
        _signal.Begin(signal);
        return _signal;
    }
}
