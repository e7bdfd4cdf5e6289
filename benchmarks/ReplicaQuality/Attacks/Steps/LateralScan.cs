using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Knocks at the neighbours' doors.</summary>
internal sealed class LateralScan(AttackScene scene) : IAttackSteps
{
    private static readonly int[] Ports = [22, 80, 443, 2379, 3306, 5432, 6379, 8080, 9200, 10250];

    private readonly int _perMinute = scene.Draws.Whole(10, 61);

    public void Act(SimulatedReplica replica, int window)
    {
        for (var i = 0; i < _perMinute; i++)
            replica.Happen(scene.Features.Number($"peer:10.42.{scene.Draws.Whole(0, 16)}.{scene.Draws.Whole(1, 255)}:{scene.Draws.Pick(Ports)}/tcp"));
        replica.Happen(scene.Features.Number("syscall:connect"), _perMinute);
        replica.Happen(scene.Features.Number("syscall:socket"), _perMinute);
    }
}
