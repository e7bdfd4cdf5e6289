using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Randomness;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks;

/// <summary>Where an attack takes place.</summary>
/// <param name="Features">Of the workload.</param>
/// <param name="Draws">Seeded.</param>
/// <param name="Profile">What the attacked service does by itself.</param>
internal sealed record AttackScene(FeatureTable Features, Draws Draws, ServiceProfile Profile)
{
    /// <summary>An address that no benign workload uses (TEST-NET-3).</summary>
    public int OwnPeer(int port) => Features.Number($"peer:203.0.113.{Draws.Whole(1, 255)}:{port}/tcp");

    public int Program(string file, string? parent = null) => Features.Number($"exec:{file}<-{parent ?? Profile.Main}");
}
