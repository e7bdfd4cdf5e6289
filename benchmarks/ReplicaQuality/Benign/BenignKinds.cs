using IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>All kinds, as the README describes them.</summary>
internal static class BenignKinds
{
    private static readonly LoadShape Busy = new(2, 0.9, 0, 0.35, 30);

    public static readonly BenignKind[] All =
    [
        new("poisson", static _ => []) { Load = LoadShape.Constant, Weight = static _ => 1, NoiseShape = double.PositiveInfinity, MixSigma = 0 },
        new("overdispersed", static _ => []) { Load = Busy, Weight = static draws => draws.GammaOfMeanOne(5), NoiseShape = 6, FeatureNoiseShape = 10, MixSigma = 0.2 },
        new("diurnal", static _ => []) { Load = new LoadShape(5, 0.6, 0.3, 0.2, 30) },
        new("bursts", static _ => [new RetryStorms(4, 1)]),
        new("batch", static workload => [new BatchJobs(workload)]) { NoiseShape = 10 },
        new("cron", static workload => [new CronBursts(workload)]),
        new("leader", static workload => [new LeaderElection(workload)]),
        new("rollout", static _ => [new RollOuts(2)]) { HasRevisions = true },
        new("autoscaling", static _ => [new Autoscaler()]) { Load = new LoadShape(4, 0.8, 0, 0.2, 30) },
        new("gaps", static _ => [new SensorGaps(2, 0.03, 0.05)]),
        new("heterogeneous", static _ => [new StickyClient()]) { Weight = static draws => draws.LogNormal(0.78, 0.7), MixSigma = 0.3 },
        new("novelty", static workload => [new RareNovelty(workload, 1)]),
        new("startup", static _ => [new PodChurn(6)]),
        new("canary", static _ => [new Canaries()]) { HasRevisions = true },
        new("probes", static workload => [new ExecProbes(workload)]),
        new("log-rotation", static workload => [new LogRotation(workload)]),
        new("statefulset", static workload => [new StatefulRoles(workload)]) { HasOrdinals = true },
        new("mixed", Mixed) { Load = new LoadShape(3, 0.8, 0.15, 0.3, 30), Weight = static draws => draws.GammaOfMeanOne(8), NoiseShape = 10, MixSigma = 0.2, HasRevisions = true },
    ];

    private static Behaviour[] Mixed(SimulatedWorkload workload) =>
    [
        new RollOuts(4), new PodChurn(0.5), new StickyClient(), new ExecProbes(workload), new LogRotation(workload), new CronBursts(workload, 60),
        new LeaderElection(workload), new RareNovelty(workload, 0.5), new RetryStorms(1, 0.3), new SensorGaps(0.5, 0.01, 0.05),
    ];
}
