using IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks;

/// <summary>All classes of attacks, as the README describes them.</summary>
internal static class AttackKinds
{
    private static readonly (int, int) ADay = (1440, 1620);

    public static readonly AttackKind[] All =
    [
        new("shell", 3, static scene => new Shell(scene)),
        new("miner", 120, static scene => new Miner(scene)),
        new("beacon", 720, static scene => new Beacon(scene)),
        new("exfiltration", 60, static _ => new Exfiltration()),
        new("credential", 1, static scene => new CredentialRead(scene)),
        new("scan", 5, static scene => new LateralScan(scene)),
        new("living-off-the-land", 30, static scene => new LivingOffTheLand(scene)),
        new("all-at-once", 60, static scene => new Implant(scene, 3)) { Share = 1 },
        new("poison-drift", 7 * 1440, static scene => new Drift(scene)) { History = ADay, IsLong = true },
        new("poison-majority", 240, static scene => new Implant(scene, 10)) { Share = 0.49, History = ADay, IsLong = true },
    ];
}
