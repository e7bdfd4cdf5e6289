using IncidentMesh.Benchmarks.ReplicaQuality.Observing;

namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>Turns a replica's rates of one window into counts.</summary>
internal sealed class WindowDrawing(SimulatedWorkload workload)
{
    private const double BytesShape = 45, CpuShape = 100;

    /// <summary>Sets what the replica would do by itself.</summary>
    public void Begin(SimulatedReplica replica)
    {
        var kind = workload.Kind;
        var draws = workload.Draws;
        replica.Begin(workload.Features.Count);
        replica.Activity = workload.Load * replica.Weight * replica.Share * draws.GammaOfMeanOne(kind.NoiseShape);
        replica.ExposureSeconds = WorkloadWindow.Seconds * Math.Clamp(replica.AgeWindows(workload.Window) + 1, 0, 1);
        var noisy = !double.IsInfinity(kind.FeatureNoiseShape);
        foreach (var (feature, rate) in replica.Revision.Profile.Traffic)
        {
            var mix = feature < replica.Mix.Length ? replica.Mix[feature] : 1;
            replica.Rates[feature] += rate * replica.Activity * mix * (noisy ? draws.GammaOfMeanOne(kind.FeatureNoiseShape) : 1);
        }

        foreach (var (feature, rate) in replica.Revision.Profile.Steady)
            replica.Rates[feature] += rate;
    }

    /// <summary>Fills the replica's window from its rates and from what happened.</summary>
    public void Draw(SimulatedReplica replica)
    {
        var window = replica.Window;
        window.Clear();
        (window.Name, window.Revision, window.Image) = (replica.Name, replica.Revision.Hash, replica.Revision.Image);
        (window.Container, window.Zone, window.Node) = ("app", replica.Zone, replica.Node);
        (window.Ordinal, window.Leader, window.ExposureSeconds) = (replica.Ordinal, replica.Leader, replica.ExposureSeconds);
        window.AgeSeconds = Math.Max(0, replica.AgeWindows(workload.Window) * WorkloadWindow.Seconds);
        var observed = replica.ExposureSeconds / WorkloadWindow.Seconds;
        if (observed > 0)
        {
            DrawGauges(replica, observed);
            DrawCounts(replica, observed * (1 - replica.HiddenLoss));
        }

        replica.ForgetHappened();
    }

    private void DrawCounts(SimulatedReplica replica, double seen)
    {
        var draws = workload.Draws;
        foreach (var feature in replica.Happened)
        {
            // Together with what the feature's rate gives, so that it is counted once.
            var count = Thinned(replica.TakeHappened(feature), seen) + draws.Poisson(replica.Rates[feature] * seen);
            replica.Rates[feature] = 0;
            if (count > 0)
                Count(replica, feature, count);
        }

        var rates = replica.Rates;
        for (var feature = 0; feature < rates.Length; feature++)
        {
            if (rates[feature] > 0 && draws.Poisson(rates[feature] * seen) is var count and > 0)
                Count(replica, feature, count);
        }
    }

    private int Thinned(int count, double seen)
    {
        if (seen >= 1)
            return count;
        var kept = 0;
        for (var i = 0; i < count; i++)
            kept += workload.Draws.Chance(seen) ? 1 : 0;
        return kept;
    }

    private void DrawGauges(SimulatedReplica replica, double observed)
    {
        var (draws, profile) = (workload.Draws, replica.Revision.Profile);
        var cpu = (profile.Cpu.Idle + (profile.Cpu.Busy * replica.Activity)) * replica.CpuFactor * draws.GammaOfMeanOne(CpuShape);
        var memory = profile.Memory * (0.8 + (0.2 * (workload.Window % replica.MemoryPeriod) / replica.MemoryPeriod)) * (1 + (0.02 * draws.Normal()));
        var bytesIn = profile.BytesIn * replica.Activity * draws.GammaOfMeanOne(BytesShape);
        var bytesOut = (profile.BytesOut * replica.Activity * replica.BytesOutFactor * draws.GammaOfMeanOne(BytesShape)) + replica.BytesOutExtra;
        Count(replica, FeatureTable.Cpu, cpu * observed);
        Count(replica, FeatureTable.Memory, memory);
        if (bytesIn > 0)
            Count(replica, FeatureTable.BytesIn, bytesIn * observed);
        if (bytesOut > 0)
            Count(replica, FeatureTable.BytesOut, bytesOut * observed);
        if (draws.Poisson(profile.Connections * replica.Activity) is var connections and > 0)
            Count(replica, FeatureTable.Connections, connections);
    }

    private void Count(SimulatedReplica replica, int feature, double count) => replica.Window.Add(workload.Features.Name(feature), feature, count);
}
