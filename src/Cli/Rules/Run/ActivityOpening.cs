using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Alerts;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Sensors;

namespace IncidentMesh.Cli.Rules.Run;

/// <summary>Alerts of Falco by their own fields, and events of other sensors by what their formats map to Falco's names.</summary>
internal sealed class ActivityOpening(ImmutableArray<FieldReference> fields) : EventOpening(FieldSources.Syscall)
{
    private readonly AlertEventFields _alert = new(fields);
    private readonly SignalEventFields _signal = new(fields);
    private ISensorFormat? _format;

    public override IEventFields? Open(ReadOnlyMemory<byte> json, DateTimeOffset receivedAt, out string? error)
    {
        if (_alert.TryBegin(json, receivedAt, out error))
            return _alert;
        if (_format?.Recognizes(json.Span) != true)
            _format = SensorFormats.Detect(json.Span);
        if (_format is null)
        {
            error = "no event of a sensor that is known here.";
            return null;
        }

        if (!_format.TryRead(json.Span, receivedAt, out var signal, out error))
            return null;
        _signal.Begin(signal);
        return _signal;
    }
}
