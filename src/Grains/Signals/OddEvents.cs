using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;
using IncidentMesh.Detection.Folding;
using IncidentMesh.Grains.Signals.Sharing;

namespace IncidentMesh.Grains.Signals;

/// <summary>Events that cannot be read, examined or delivered: shown rather than dropped, and none may stop what comes after it.</summary>
internal static class OddEvents
{
    /// <summary>Most parts that are named at once: so many lines fit into one commit of an incident.</summary>
    private const int MostParts = 30;

    public static readonly IReadOnlyList<Contracts.Signals.Detection> UnreadableDetections =
    [
        new() { Rule = IngestRules.Unreadable, Title = "Events that are not of their sensor's format", Severity = Severity.Low },
    ];

    public static readonly IReadOnlyList<Contracts.Signals.Detection> UnexaminedDetections =
    [
        new() { Rule = IngestRules.Unexamined, Title = "Events that the rules failed on: what they show is not known", Severity = Severity.Medium },
    ];

    /// <summary>Stands for an event that is not of its sensor's format.</summary>
    /// <param name="content">The event.</param>
    /// <param name="sensor">Whose format it should be of.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="error">Why it cannot be read.</param>
    public static Signal ToUnreadableSignal(ReadOnlySpan<byte> content, string sensor, DateTimeOffset receivedAt, string error) => new()
    {
        Id = IdOf(content),
        Sensor = sensor,
        Time = receivedAt,
        Rule = IngestRules.Unreadable,
        Summary = error,
        Origin = SignalOrigin.None,
    };

    /// <summary>Says what was left out where, as signals of the sensor: what could not be seen.</summary>
    /// <param name="aside">What was left out.</param>
    /// <param name="partition">Where it came from.</param>
    /// <param name="now">The caller's time.</param>
    public static IReadOnlyList<ObservedSignal> ToUndelivered(IReadOnlyList<SetAside> aside, LogPartition partition, DateTimeOffset now) =>
        [.. Gravest(aside).Select((one, index) => new ObservedSignal(
            index,
            new Signal
            {
                Id = IdOf(Encoding.UTF8.GetBytes($"{partition}\n{IngestRules.Undelivered}\n{one.To}\n{one.First}\n{now.UtcTicks}")),
                Sensor = partition.Format,
                Time = now,
                Rule = IngestRules.Undelivered,
                Summary = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{RuleExamples.Cut(one.To, 400)} failed on {one.Count} {(one.Count == 1 ? "event" : "events")} at log offsets {one.First.Offset} to {one.Last.Offset} again and again, and may not know of them: {RuleExamples.Cut(one.Failure.Message, 300)}"),
                Origin = SignalOrigin.None,
                Kind = SignalKind.SensorHealth,
                Position = one.First,
            },
            [new() { Rule = IngestRules.Undelivered, Title = "Events that could not be taken in where they belong", Severity = one.Loss }]))];

    /// <summary>Whether a signal is one of those; sensors may name their rules as they like, and not what was detected.</summary>
    public static bool IsUndelivered(ObservedSignal signal) => signal.Detections.Any(static detection => detection.Rule == IngestRules.Undelivered);

    private static IEnumerable<SetAside> Gravest(IReadOnlyList<SetAside> aside)
    {
        var sorted = aside.OrderByDescending(static one => one.Loss).ToList();
        if (sorted.Count <= MostParts)
        {
            return sorted;
        }

        var more = sorted[MostParts..];
        var rest = more[0] with { To = $"{more.Count} more parts", Count = more.Sum(static one => one.Count), First = more.Min(static one => one.First), Last = more.Max(static one => one.Last) };
        return sorted.Take(MostParts).Append(rest);
    }

    private static SignalId IdOf(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(content, hash);
        return new SignalId(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
