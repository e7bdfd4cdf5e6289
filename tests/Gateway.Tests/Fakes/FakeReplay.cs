using System.Collections.Concurrent;
using IncidentMesh.Contracts.Replay;

namespace IncidentMesh.Gateway.Tests.Fakes;

/// <summary>A log of two parts, in which each rule fires once a part.</summary>
internal sealed class FakeReplay : IReplayGrain
{
    public ConcurrentQueue<ReplayRequest> Asked { get; } = [];

    public IReadOnlyList<ReplayFault> Faults { get; set; } = [];

    public Task<ReplayPart> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request);
        return Task.FromResult(Faults.Count > 0 ? new ReplayPart { Faults = Faults } : new ReplayPart
        {
            Rules =
            [
                new ReplayedRule
                {
                    Rule = request.Rule ?? "Shell",
                    Source = "k8s_audit",
                    Priority = "Error",
                    Count = 1,
                    FirstSeen = request.Since,
                    LastSeen = request.Until,
                    Subjects = new Dictionary<string, long> { ["user jonas"] = 1, ["user mira"] = 4 },
                    Examples = [new ReplayExample(request.Since, "a shell", "kubernetes-audit", new(4711, 3))],
                },
            ],
            Events = 10,
            From = request.Since,
            Through = request.Until,
            Next = request.Cursor is null ? new ReplayCursor("kubernetes-audit", 4712, 5) : null,
        });
    }
}
