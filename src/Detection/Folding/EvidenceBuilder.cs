using IncidentMesh.Contracts.Incidents;

namespace IncidentMesh.Detection.Folding;

/// <summary>
/// Collects processes and exec sessions, in any order, and says who is behind them. Of more processes than there is room
/// for the newest stay; what was found of the others until then is settled. For one thread at a time.
/// </summary>
internal sealed class EvidenceBuilder(int room)
{
    /// <summary>Characters that there is room for, for each process that is kept.</summary>
    private const int AverageLength = 384;

    // What there is beside texts counts as so many characters.
    private const int ProcessLength = 64;
    private const int LinkLength = 16;

    /// <summary>So many are let go at once: sorting for each one would take long.</summary>
    private const int Slack = 16;

    private readonly List<ExecActor> _settled = [];
    private readonly List<SeenProcess> _processes = [];
    private IReadOnlyList<ExecSession> _sessions = [];

    /// <summary>Processes that are kept at present.</summary>
    public int Processes => _processes.Count;

    public void Add(SeenProcess process)
    {
        _processes.Add(process);
        if (_processes.Count >= room + Slack)
            MakeRoom();
    }

    public void Learn(ExecSession session) => _sessions = ExecOrder.With(_sessions, session, room);

    public void Merge(ExecEvidence evidence)
    {
        foreach (var session in evidence.Sessions)
            Learn(session);
        foreach (var process in evidence.Processes)
            Add(process);
        foreach (var actor in evidence.Settled)
            ExecOrder.Add(_settled, actor);
    }

    public (ExecEvidence Evidence, IReadOnlyList<ExecActor> Actors) Build()
    {
        MakeRoom();
        var matches = ExecMatching.Match(_sessions, _processes);
        var actors = new List<ExecActor>(_settled);
        foreach (var (process, links) in matches)
            ExecOrder.Add(actors, ExecMatching.Actor(process, links));

        // A session that nothing fits is not kept: whoever knows it teaches it again with the next detections.
        var evidence = _processes.Count == 0 && _settled.Count == 0 ? ExecEvidence.None : new ExecEvidence
        {
            Sessions = [.. _sessions.Where(session => matches.Any(match => match.Links.Any(link => link.Session == session)))],
            Processes = [.. _processes],
            Settled = ExecOrder.Kept(_settled),
        };
        return (evidence, ExecOrder.Kept(actors));
    }

    /// <summary>Sorts by time and lets the oldest go.</summary>
    private void MakeRoom()
    {
        _processes.Sort(static (left, right) =>
        {
            var byTime = left.Time.CompareTo(right.Time);
            return byTime != 0 ? byTime : (left.Signal.High, left.Signal.Low).CompareTo((right.Signal.High, right.Signal.Low));
        });
        var excess = _processes.Count - ExecOrder.Newest(_processes, LengthOf, room, room * AverageLength).Count;
        if (excess == 0)
            return;

        var going = _processes.Take(excess).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var (process, links) in ExecMatching.Match(_sessions, _processes))
        {
            if (going.Contains(process))
                ExecOrder.Add(_settled, ExecMatching.Actor(process, links));
        }

        _processes.RemoveRange(0, excess);
        var kept = ExecOrder.Kept(_settled);
        _settled.Clear();
        _settled.AddRange(kept);
    }

    private static int LengthOf(SeenProcess process) =>
        ProcessLength + (process.Container?.Length ?? 0) + process.Chain.Links.Sum(static link => LinkLength + (link.Command?.Length ?? 0) + (link.File?.Length ?? 0));
}
