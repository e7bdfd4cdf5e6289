using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection.Offline;

/// <summary>The exec sessions of files, by workload. Bounded: of each workload the newest, and of few enough workloads.</summary>
internal sealed class WorkloadExecs
{
    private const int MostWorkloads = 1_000;
    private const int MostSessions = 256;

    private readonly Dictionary<SubjectRef, IReadOnlyList<ExecSession>> _sessions = [];

    public void Add(SubjectRef workload, ExecSession session)
    {
        if (_sessions.TryGetValue(workload, out var known) || _sessions.Count < MostWorkloads)
            _sessions[workload] = ExecOrder.With(known ?? [], session, MostSessions);
    }

    /// <returns>The fold, in which those are named who are behind its detections.</returns>
    public IncidentFold Teach(SubjectRef subject, FoldBuilder fold)
    {
        foreach (var session in _sessions.GetValueOrDefault(subject) ?? [])
            fold.Learn(session);
        return fold.ToFold();
    }
}
