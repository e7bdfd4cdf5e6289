using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Detection;

namespace IncidentMesh.Grains.Workloads;

/// <summary>
/// The newest ways into a workload's pods. They wait here for detections: audit events and sensors come by different
/// partitions, and either may be the first.
/// </summary>
internal static class PodExecs
{
    private const int MostOfPod = 32;
    private const int Most = 128;

    /// <summary>A workload is one row.</summary>
    private const int MostCharacters = 32_768;

    /// <summary>A session is forgotten when another is so much newer; none lasts longer than half of it.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    public static IReadOnlyList<ExecSession> With(IReadOnlyList<ExecSession> sessions, ExecSession session)
    {
        var ofPod = ExecOrder.With([.. sessions.Where(other => other.Pod == session.Pod)], session, MostOfPod);
        var all = sessions.Where(other => other.Pod != session.Pod).Concat(ofPod).OrderBy(static one => one.Start).ToList();
        var newest = all[^1].Start;
        return ExecOrder.Newest([.. all.Where(one => newest - one.Start <= Memory)], static one => one.Length, Most, MostCharacters);
    }
}
