using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Gateway.Incidents;

/// <summary>Who is behind detections in a pod.</summary>
/// <param name="Who">For people: <c>jane@example.com (kubectl exec at 10:02:13 UTC, sh)</c>.</param>
/// <param name="Grounds">Why that is believed, for people.</param>
/// <param name="Users">Accounts that authenticated; several where it was one of them and nobody knows which.</param>
/// <param name="Detections">Detections of theirs.</param>
/// <param name="FirstSeen">Time of the first of these.</param>
/// <param name="LastSeen">Time of the last of these.</param>
/// <param name="Sessions">The sessions that it may have been.</param>
internal sealed record ActorResource(
    string Who,
    string Grounds,
    IReadOnlyList<string> Users,
    long Detections,
    DateTime FirstSeen,
    DateTime LastSeen,
    IReadOnlyList<SessionResource> Sessions)
{
    public static ActorResource From(ExecActor actor) => new(
        ExecActorText.Line(actor),
        ExecActorText.Grounds(actor),
        [.. actor.Sessions.Select(session => session.User).Distinct(StringComparer.Ordinal)],
        actor.Detections,
        actor.FirstSeen.UtcDateTime,
        actor.LastSeen.UtcDateTime,
        [.. actor.Sessions.Select(SessionResource.From)]);
}

/// <summary>A way into a pod that the API server let somebody take.</summary>
internal sealed record SessionResource(
    string User,
    string? ImpersonatedUser,
    string? Groups,
    string Kind,
    string Pod,
    string? Container,
    string? Command,
    bool Terminal,
    DateTime Start,
    DateTime? End,
    string? SourceIp,
    string? UserAgent,
    string? AuditId)
{
    public static SessionResource From(ExecSession session) => new(
        session.User,
        session.ImpersonatedUser,
        session.Groups,
        session.Kind.ToString().ToLowerInvariant(),
        session.Pod,
        session.Container,
        session.Command,
        session.Terminal,
        session.Start.UtcDateTime,
        session.End?.UtcDateTime,
        session.SourceIp,
        session.UserAgent,
        session.AuditId);
}
