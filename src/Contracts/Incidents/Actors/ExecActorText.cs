using System.Globalization;

namespace IncidentMesh.Contracts.Incidents;

/// <summary>Says for people who is behind detections. Holds names and commands that strangers chose: escape it where it is shown.</summary>
public static class ExecActorText
{
    private const int MostNames = 3;
    private const int LongestCommand = 80;

    /// <returns><c>jane@example.com</c>; <c>one of jane@example.com, joe</c> where nobody knows which.</returns>
    public static string Who(ExecActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var users = actor.Sessions.Select(static session => session.ImpersonatedUser is { } other ? $"{session.User} as {other}" : session.User).Distinct(StringComparer.Ordinal).ToList();
        return users.Count == 1 ? users[0] : $"one of {List(users)}{(actor.Others > 0 ? " and others" : "")}";
    }

    /// <returns><c>jane@example.com (kubectl exec at 10:02:13 UTC, sh)</c>.</returns>
    public static string Line(ExecActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var first = actor.Sessions[0];
        var times = List([.. actor.Sessions.Select(static session => session.Start.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)).Distinct(StringComparer.Ordinal)]);
        var command = first.Command is { Length: > 0 } text ? ", " + (text.Length <= LongestCommand ? text : text[..LongestCommand] + "…") : "";
        return $"{Who(actor)} ({Way(first)} at {times} UTC{command})";
    }

    /// <returns>Why that is believed: <c>same command, same container, started 0.4 s after the request</c>.</returns>
    public static string Grounds(ExecActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var container = actor.Ground == ExecGround.Container ? "it runs in the debug container that was added"
            : actor.SameContainer ? "same container" : "container not stated by both";
        var ground = actor.Ground switch
        {
            ExecGround.CommandStarted => "same command, ",
            ExecGround.ProgramStarted => "same program, ",
            ExecGround.CommandMeanwhile => "same command during the session, ",
            ExecGround.ProgramMeanwhile => "same program during the session, ",
            ExecGround.Attached => "its terminal was attached to at the time, ",
            _ => "",
        };
        var apart = actor.Apart is { } time
            ? string.Create(CultureInfo.InvariantCulture, $", started {time.Duration().TotalSeconds:0.0} s {(time < TimeSpan.Zero ? "before" : "after")} the request")
            : "";
        return ground + container + apart;
    }

    private static string Way(ExecSession session)
    {
        // A client may call itself anything; that it says kubectl is only how people know the way.
        var client = session.UserAgent?.StartsWith("kubectl", StringComparison.Ordinal) == true ? "kubectl " : "";
        return client + session.Kind switch
        {
            ExecKind.Attach => "attach",
            ExecKind.Debug => "debug container",
            _ => "exec",
        };
    }

    private static string List(List<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");
}
