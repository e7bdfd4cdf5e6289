using System.Globalization;
using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection;

/// <summary>Reads exec sessions off audit events. What the API server refused is none, and neither is what only began to be asked for.</summary>
public static class ExecSessions
{
    private const int LongestName = 256;
    private const int LongestWord = 64;
    private const int LongestGroups = 128;

    /// <returns>The session, or null where the signal tells of none.</returns>
    public static ExecSession? Of(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (KindOf(signal) is not { } kind)
            return null;

        var facts = signal.Facts;
        var stage = facts.GetValueOrDefault(AuditFacts.Stage);
        if (stage is not ("ResponseStarted" or "ResponseComplete") || facts.GetValueOrDefault(AuditFacts.Decision) == "forbid" || !Succeeded(facts.GetValueOrDefault(AuditFacts.Code))
            || facts.GetValueOrDefault(AuditFacts.User) is not { } user)
            return null;

        var received = facts.GetValueOrDefault(AuditFacts.ReceivedAt);
        DateTimeOffset? start = DateTimeOffset.TryParse(received, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var stated) ? stated : null;
        return new ExecSession
        {
            Pod = $"{signal.Origin.Namespace}/{signal.Origin.Pod}",
            User = Cut(user, LongestName)!,
            ImpersonatedUser = Cut(facts.GetValueOrDefault(AuditFacts.ImpersonatedUser), LongestName),
            Kind = kind,
            Start = start ?? signal.Time,
            // A short exec may be audited at its end only; without the request's time that end is all there is.
            End = stage == "ResponseComplete" && kind != ExecKind.Debug && start is not null ? signal.Time : null,
            Container = Cut(facts.GetValueOrDefault(AuditFacts.Container), LongestWord),
            Command = Cut(facts.GetValueOrDefault(AuditFacts.Command), ProcessChains.LongestCommand),
            Terminal = facts.GetValueOrDefault(AuditFacts.Terminal) == "true",
            SourceIp = Cut(facts.GetValueOrDefault(AuditFacts.SourceIp), LongestWord),
            UserAgent = Cut(facts.GetValueOrDefault(AuditFacts.UserAgent), LongestWord),
            Groups = Cut(facts.GetValueOrDefault(AuditFacts.Groups), LongestGroups),
            AuditId = Cut(facts.GetValueOrDefault(AuditFacts.AuditId), LongestWord),
        };
    }

    /// <summary>Whether the signal may tell of a session: quick to ask of every one.</summary>
    public static bool MayBe(Signal signal) => KindOf(signal) is not null;

    private static ExecKind? KindOf(Signal signal)
    {
        if (signal.Sensor != SensorNames.KubernetesAudit || signal.Origin is not { Namespace: not null, Pod: not null })
            return null;

        var facts = signal.Facts;
        if (facts.GetValueOrDefault(AuditFacts.Resource) != "pods" || facts.ContainsKey(AuditFacts.ApiGroup))
            return null;

        // Old clients create what new ones, by WebSocket, get.
        var verb = facts.GetValueOrDefault(AuditFacts.Verb);
        return facts.GetValueOrDefault(AuditFacts.Subresource) switch
        {
            "exec" when verb is "create" or "get" => ExecKind.Exec,
            "attach" when verb is "create" or "get" => ExecKind.Attach,
            "ephemeralcontainers" when verb is "patch" or "update" => ExecKind.Debug,
            _ => null,
        };
    }

    /// <summary>101 switches to the stream; clouds that hide it say 200.</summary>
    private static bool Succeeded(string? code) => code is null or "101" or ['2', _, _];

    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : text[..longest];
}
