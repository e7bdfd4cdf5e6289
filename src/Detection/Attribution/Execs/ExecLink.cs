using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection;

/// <summary>Whether one process may be of one exec session, and why.</summary>
/// <param name="Session">The session.</param>
/// <param name="Ground">Why.</param>
/// <param name="Apart">From the request to the start of the process that fits; null where that is not known.</param>
internal sealed record ExecLink(ExecSession Session, ExecGround Ground, TimeSpan? Apart)
{
    /// <summary>How far the clocks of API server and node may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    /// <summary>How long a kubelet may take from the request to the process.</summary>
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(10);

    /// <summary>How long a session counts whose end nobody told. Kubelets end one that is idle after four hours.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    /// <returns>Null where it is not of it.</returns>
    /// <param name="session">A session in the process's pod.</param>
    /// <param name="process">The process.</param>
    /// <param name="startOf">When a process of the pod started, as other events tell; null where none does.</param>
    public static ExecLink? Of(ExecSession session, SeenProcess process, Func<long, DateTimeOffset?> startOf)
    {
        if (session.Container is { } asked && process.Container is { } seen && asked != seen)
            return null;

        var sinceStart = process.Time - session.Start;
        var during = sinceStart >= -Skew && process.Time <= (session.End ?? session.Start + LongestSession) + Skew;
        switch (session.Kind)
        {
            case ExecKind.Debug:
                return session.Container is not null && process.Container is not null && sinceStart >= -Skew && sinceStart <= LongestSession
                    ? new ExecLink(session, ExecGround.Container, null)
                    : null;
            case ExecKind.Attach:
                return during && session.Container is not null && process is { Container: not null, Chain.Terminal: true }
                    ? new ExecLink(session, ExecGround.Attached, null)
                    : null;
        }

        // Whatever descends from an exec without a terminal has none.
        if (session.Command is null || (process.Chain.Terminal == true && !session.Terminal))
            return null;

        ExecLink? best = null;
        for (var generation = 0; generation < process.Chain.Links.Count; generation++)
        {
            var link = process.Chain.Links[generation];
            if (link.IsInit || CommandFit.Of(session.Command, link) is not { } whole)
                continue;

            var started = link.StartedAt ?? (link.Pid is { } pid ? startOf(pid) : null);
            // What a process does right after the request, it started right after the request.
            var apart = started - session.Start ?? (generation == 0 && sinceStart <= Startup ? sinceStart : null);
            var ground = apart is { } known
                ? known >= -Skew && known <= Startup ? (whole ? ExecGround.CommandStarted : ExecGround.ProgramStarted) : ExecGround.None
                : during ? (whole ? ExecGround.CommandMeanwhile : ExecGround.ProgramMeanwhile) : ExecGround.None;
            // A session that is over had no process that does anything long after it, unless one was left behind: that started in time.
            if (ground != ExecGround.None && sinceStart >= -Skew && (best is null || ground > best.Ground))
                best = new ExecLink(session, ground, ground >= ExecGround.ProgramStarted ? apart : null);
        }

        return best;
    }
}
