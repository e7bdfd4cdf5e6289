using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Somebody looks around for three minutes.</summary>
internal sealed class Shell(AttackScene scene) : IAttackSteps
{
    private static readonly string[] Commands = ["/usr/bin/id", "/bin/ls", "/bin/uname", "/usr/bin/whoami", "/bin/ps", "/bin/cat", "/usr/bin/env", "/bin/hostname"];

    private readonly int[] _commands = [.. scene.Draws.Sample(Commands, scene.Draws.Whole(2, 7)).Select(command => scene.Program(command, "/bin/sh"))];

    public void Act(SimulatedReplica replica, int window)
    {
        if (window == 0)
            replica.Happen(scene.Program("/bin/sh"));
        for (var i = window; i < _commands.Length; i += 3)
            replica.Happen(_commands[i]);
    }
}
