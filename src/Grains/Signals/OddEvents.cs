using System.Security.Cryptography;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Signals;

/// <summary>Events that cannot be read or examined: shown rather than dropped, and none may stop what comes after it.</summary>
internal static class OddEvents
{
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

    private static SignalId IdOf(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(content, hash);
        return new SignalId(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
