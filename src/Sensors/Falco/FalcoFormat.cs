using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Falco;

/// <summary>
/// Alerts of Falco's JSON output, as its <c>http_output</c> and falcosidekick's webhook send them. Only <c>rule</c> is
/// demanded: an alert is better shown with gaps than lost.
/// </summary>
internal sealed class FalcoFormat : ISensorFormat
{
    private static readonly Dictionary<string, string> NoFacts = [];

    public string Name => SensorNames.Falco;

    public bool TryRead(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, [NotNullWhen(true)] out Signal? signal, out string error)
    {
        signal = null;
        try
        {
            if (!FalcoAlert.TryRead(json, out var alert))
            {
                error = "not a Falco alert: it must be a JSON object.";
                return false;
            }

            if (EventText.Name(json, alert.Rule) is not { } rule)
            {
                error = "not a Falco alert: it names no rule.";
                return false;
            }

            var priority = alert.Priority.IsKnown ? FalcoPriority.Parse(alert.Priority.Text(json)) : -1;
            PreciseTime? time = alert.Time.Type == JsonTokenType.String && Rfc3339.TryParse(alert.Time.Text(json), out var stated) ? stated : null;
            var isAudit = FalcoOrigin.IsAudit(json, alert.Source);
            var user = EventText.Name(json, alert.Fields[(int)(isAudit ? FalcoField.KaUserName : FalcoField.UserName)]);
            var tags = FalcoTags.Read(json, alert.Tags);
            error = "";
            signal = new Signal
            {
                Id = FalcoIdentity.Of(json, in alert, tags, time, priority),
                Sensor = SensorNames.Falco,
                Time = EventTime.Choose(time ?? Fallback(json, ref alert), receivedAt),
                Severity = FalcoPriority.ToSeverity(priority),
                Kind = rule.StartsWith("Falco internal:", StringComparison.Ordinal) ? SignalKind.SensorHealth : SignalKind.Event,
                Rule = rule,
                Summary = FalcoSummary.Of(json, ref alert),
                Origin = FalcoOrigin.Of(json, ref alert),
                User = user,
                Tags = tags.Names,
                Activity = FalcoActivity.Of(json, ref alert, rule),
                Facts = isAudit && user is not null ? new Dictionary<string, string> { [AuditFacts.User] = user } : FalcoModules.Of(json, ref alert) ?? NoFacts,
            };
            return true;
        }
        catch (JsonException exception)
        {
            error = ReadError.Of(exception);
            return false;
        }
    }

    public bool Recognizes(ReadOnlySpan<byte> json)
    {
        try
        {
            return FalcoAlert.TryRead(json, out var alert)
                && alert.Rule.Type == JsonTokenType.String
                && (alert.OutputFields.Type != JsonTokenType.None || alert.Priority.IsKnown || alert.Output.IsKnown);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static PreciseTime? Fallback(ReadOnlySpan<byte> json, ref FalcoAlert alert)
    {
        ReadOnlySpan<FalcoField> candidates = [FalcoField.EventTime, FalcoField.EventTimeIso];
        foreach (var candidate in candidates)
        {
            var slice = alert.Fields[(int)candidate];
            if (slice.Type is not (JsonTokenType.Number or JsonTokenType.String))
                continue;
            if (EpochTime.TryParse(slice.Text(json), out var time) || Rfc3339.TryParse(slice.Text(json), out time))
                return time;
        }

        return null;
    }
}
