using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>One file that the service never reads, once.</summary>
internal sealed class CredentialRead(AttackScene scene) : IAttackSteps
{
    private static readonly string[] Files = ["credential//etc/shadow", "credential//root/.aws/credentials", "credential//home/<user>/.ssh/id_rsa", "credential//proc/<pid>/environ"];

    private readonly int _file = scene.Features.Number($"file:{scene.Draws.Pick(Files)}");

    public void Act(SimulatedReplica replica, int window) => replica.Happen(_file);
}
