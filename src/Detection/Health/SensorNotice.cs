using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Health;

/// <summary>Something that <see cref="SensorWatch"/> says of a sensor.</summary>
/// <param name="Rule">Which kind of thing: one of the constants here.</param>
/// <param name="Node">The node; null for the sensor on all nodes.</param>
/// <param name="Time">When it was seen.</param>
/// <param name="Text">What, for people.</param>
/// <param name="Position">The sensor's newest event by then.</param>
public sealed record SensorNotice(string Rule, string? Node, DateTimeOffset Time, string Text, SignalPosition Position)
{
    public const string Silent = "sensor/silent";
    public const string HeardAgain = "sensor/heard-again";
    public const string Late = "sensor/late";
    public const string OnTimeAgain = "sensor/on-time-again";

    /// <summary>Impair Defenses: whoever switches a sensor off hides what comes next.</summary>
    private static readonly string[] Techniques = ["T1562.001", "TA0005"];

    /// <returns>The notice as a signal that is detected already.</returns>
    public ObservedSignal ToSignal(LogPartition partition, int index)
    {
        ArgumentNullException.ThrowIfNull(partition);
        var signal = new Signal
        {
            Id = IdOf(partition),
            Sensor = partition.Format,
            Time = Time,
            Rule = Rule,
            Summary = Text,
            Origin = Node is null ? SignalOrigin.None : new SignalOrigin { Node = Node },
            Kind = SignalKind.SensorHealth,
            Position = Position,
        };
        var (title, severity) = Rule switch
        {
            Silent => ("Sensor fell silent", Node is null ? Severity.High : Severity.Medium),
            Late => ("Sensor's events come late", Severity.Medium),
            HeardAgain => ("Sensor was heard again", Severity.Informational),
            _ => ("Sensor's events come in time again", Severity.Informational),
        };
        return new ObservedSignal(index, signal,
        [
            new Contracts.Signals.Detection
            {
                Rule = Rule,
                Title = title,
                Severity = severity,
                Techniques = Rule == Silent ? Techniques : [],
            },
        ]);
    }

    private SignalId IdOf(LogPartition partition)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{partition}\n{Rule}\n{Node}\n{Time.UtcTicks}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new SignalId(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash.AsSpan(8)));
    }
}
