using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection;

/// <summary>
/// Ties processes to the exec sessions that they may descend from. The result depends on what is given, not on its order.
/// docs/attribution.md tells the rules.
/// </summary>
internal static class ExecMatching
{
    /// <returns>Of each process that may be of a session: the process, and its surest links, all with the same ground.</returns>
    public static IReadOnlyList<(SeenProcess Process, IReadOnlyList<ExecLink> Links)> Match(IReadOnlyList<ExecSession> sessions, IReadOnlyList<SeenProcess> processes)
    {
        if (sessions.Count == 0 || processes.Count == 0)
            return [];

        var starts = Starts(processes);
        var found = new IReadOnlyList<ExecLink>[processes.Count];
        for (var i = 0; i < processes.Count; i++)
        {
            var process = processes[i];
            found[i] = Surest(sessions.Where(session => session.Pod == process.Pod)
                .Select(session => ExecLink.Of(session, process, pid => starts.GetValueOrDefault((process.Pod, pid)))));
        }

        Inherit(processes, found);
        return [.. processes.Select((process, i) => (process, found[i])).Where(static pair => pair.Item2.Count > 0)];
    }

    /// <summary>What a match says of one detection.</summary>
    public static ExecActor Actor(SeenProcess process, IReadOnlyList<ExecLink> links) => new()
    {
        Sessions = Named(links),
        Others = Math.Max(0, links.Count - ExecActor.MostSessions),
        Ground = links[0].Ground,
        Apart = links.Select(static link => link.Apart).Where(static apart => apart is not null).OrderBy(static apart => apart!.Value.Duration()).ThenBy(static apart => apart).FirstOrDefault(),
        SameContainer = process.Container is not null && links.All(static link => link.Session.Container is not null),
        Detections = 1,
        FirstSeen = process.Time,
        LastSeen = process.Time,
    };

    /// <summary>One session of each user before a second one of any: else it would seem to be certainly one user's.</summary>
    private static IReadOnlyList<ExecSession> Named(IReadOnlyList<ExecLink> links)
    {
        if (links.Count <= ExecActor.MostSessions)
            return [.. links.Select(static link => link.Session)];

        var first = links.Select(static link => link.Session).DistinctBy(static session => (session.User, session.ImpersonatedUser)).ToList();
        return [.. links.Select(static link => link.Session).OrderBy(session => !first.Contains(session)).Take(ExecActor.MostSessions).OrderBy(static session => session.Start)];
    }

    /// <summary>
    /// When processes started. A pid that started twice among them is that of two processes: nothing is known of it then.
    /// </summary>
    private static Dictionary<(string Pod, long Pid), DateTimeOffset?> Starts(IReadOnlyList<SeenProcess> processes)
    {
        var starts = new Dictionary<(string Pod, long Pid), DateTimeOffset?>();
        foreach (var process in processes)
        {
            foreach (var link in process.Chain.Links)
            {
                if (link is not { Pid: { } pid, StartedAt: { } started })
                    continue;
                var key = (process.Pod, pid);
                if (!starts.TryGetValue(key, out var known))
                    starts[key] = started;
                else if (known is { } time && (time - started).Duration() > TimeSpan.FromSeconds(1))
                    starts[key] = null;
            }
        }

        return starts;
    }

    /// <summary>What a process of an exec has started is of that exec, too, also where its command is another.</summary>
    private static void Inherit(IReadOnlyList<SeenProcess> processes, IReadOnlyList<ExecLink>[] found)
    {
        bool changed;
        do
        {
            changed = false;
            var parents = Parents(processes, found);
            for (var i = 0; i < processes.Count; i++)
            {
                foreach (var link in processes[i].Chain.Links.Skip(1))
                {
                    if (link.Pid is not { } pid || !parents.TryGetValue((processes[i].Pod, pid), out var parent) || parent < 0
                        || GroundOf(found[parent]) <= GroundOf(found[i]) || processes[parent].Time > processes[i].Time)
                        continue;
                    found[i] = found[parent];
                    changed = true;
                }
            }
        }
        while (changed);
    }

    /// <summary>Processes that an exec has started, by pid; -1 where several execs have started one of that pid.</summary>
    private static Dictionary<(string Pod, long Pid), int> Parents(IReadOnlyList<SeenProcess> processes, IReadOnlyList<ExecLink>[] found)
    {
        var parents = new Dictionary<(string Pod, long Pid), int>();
        for (var i = 0; i < processes.Count; i++)
        {
            if (processes[i].Chain.Links[0].Pid is not { } pid || GroundOf(found[i]) < ExecGround.ProgramStarted)
                continue;
            var key = (processes[i].Pod, pid);
            if (!parents.TryGetValue(key, out var other))
                parents[key] = i;
            else if (other >= 0 && !SameSessions(found[other], found[i]))
                parents[key] = -1;
        }

        return parents;
    }

    private static bool SameSessions(IReadOnlyList<ExecLink> left, IReadOnlyList<ExecLink> right) =>
        left.Count == right.Count && left.Zip(right).All(static pair => pair.First.Session == pair.Second.Session);

    private static ExecGround GroundOf(IReadOnlyList<ExecLink> links) => links.Count > 0 ? links[0].Ground : ExecGround.None;

    private static IReadOnlyList<ExecLink> Surest(IEnumerable<ExecLink?> links)
    {
        var all = links.OfType<ExecLink>().ToList();
        var surest = all.Count > 0 ? all.Max(static link => link.Ground) : ExecGround.None;
        return [.. all.Where(link => link.Ground == surest)];
    }
}
