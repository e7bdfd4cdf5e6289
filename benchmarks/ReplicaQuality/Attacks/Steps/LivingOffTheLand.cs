using IncidentMesh.Benchmarks.ReplicaQuality.Benign;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Attacks.Steps;

/// <summary>Only what the workload does anyway: the rarest of its programs, peers and files, more often.</summary>
internal sealed class LivingOffTheLand : IAttackSteps
{
    private const int PerMinute = 4;

    private readonly AttackScene _scene;
    private readonly int[] _features;

    public LivingOffTheLand(AttackScene scene)
    {
        _scene = scene;
        var rates = scene.Profile.Traffic.Concat(scene.Profile.Steady).ToLookup(static pair => pair.Key, static pair => pair.Value);
        _features = [.. Rarest("exec:", 2), .. Rarest("peer:", 1), .. Rarest("file:", 1)];

        IEnumerable<int> Rarest(string family, int count) =>
            scene.Profile.Usual(scene.Features, family).OrderBy(feature => rates[feature].Sum()).Take(count);
    }

    public void Act(SimulatedReplica replica, int window)
    {
        foreach (var feature in _features)
            replica.Happen(feature, window == 0 ? PerMinute : _scene.Draws.Poisson(PerMinute));
    }
}
